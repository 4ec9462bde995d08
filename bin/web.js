// The tools in the browser.
'use strict';

const { join } = require('node:path');
const { builder } = require('./built.js');

module.exports = builder({
  what: 'the tools in the browser',
  sources: [join('apps', 'web')],
  output: join('apps', 'web', 'dist', 'index.html'),
  stamp: 'ringfence-web',
  argv: [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', join('apps', 'web'), '--logLevel', 'error'],
  more: 'npm run build',
});
