import { defineConfig } from 'astro/config';
import starlight from '@astrojs/starlight';
export default defineConfig({
  site: 'https://example.org',
  outDir: 'out',
  redirects: { '/old/trust': '/guide/trust' },
  integrations: [
    starlight({
      title: 'Guide',
      pagefind: false,
      defaultLocale: 'root',
      locales: { root: { label: 'English', lang: 'en' }, es: { label: 'Español', lang: 'es' } },
      sidebar: [{ label: 'Guide', items: ['guide/trust'] }],
    }),
  ],
});
