const path = require('path');
module.exports = {
  title: 'Guide',
  url: 'https://example.org',
  baseUrl: '/kit/',
  onBrokenLinks: 'ignore',
  onBrokenAnchors: 'ignore',
  markdown: { hooks: { onBrokenMarkdownLinks: 'ignore', onBrokenMarkdownImages: 'ignore' } },
  i18n: {
    defaultLocale: 'en',
    locales: ['en', 'es'],
  },
  plugins: [
    ['@docusaurus/plugin-content-docs', {}],
    ['@docusaurus/plugin-content-docs', { id: 'tools', path: 'tools', routeBasePath: 'tools' }],
    () => ({ name: 'theme', getThemePath: () => path.resolve(__dirname, 'theme') }),
  ],
};
