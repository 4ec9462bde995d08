// What the system says to callers.
'use strict';

const { join } = require('node:path');
const { builder } = require('./built.js');

module.exports = builder({
  what: 'what the system says',
  sources: [join('apps', 'prompts'), join('src', 'media', 'prompts')],
  output: join('apps', 'prompts', 'dist', 'english.pack'),
  stamp: 'ringfence-prompts',
  argv: [join('apps', 'prompts', 'build.ts')],
  more: 'npm run prompts',
});
