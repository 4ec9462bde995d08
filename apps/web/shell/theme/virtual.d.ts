// The style sheet that vite.config.ts makes of the theme.

declare module 'virtual:theme.css';
