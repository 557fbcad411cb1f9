import { fileURLToPath } from "node:url";
import { defineConfig } from "astro/config";
import { closeDatabase } from "./database.ts";

const cache = fileURLToPath(new URL("../node_modules/.astro", import.meta.url));

export default defineConfig({
  srcDir: ".",
  publicDir: "./public",
  outDir: process.env.ALMANAC_SITE ?? fileURLToPath(new URL("../.almanac/site", import.meta.url)),
  cacheDir: cache,
  // Everything crawled is text: nothing in a page may run that is not a file of ours.
  build: { inlineStylesheets: "never", assets: "assets", concurrency: 1 },
  // White space as in JSX: a line break beside an element is none, `{" "}` is one.
  compressHTML: "jsx",
  devToolbar: { enabled: false },
  integrations: [
    { name: "close-database", hooks: { "astro:build:generated": () => closeDatabase() } },
  ],
  vite: {
    cacheDir: fileURLToPath(new URL("../node_modules/.vite", import.meta.url)),
    build: { assetsInlineLimit: 0 },
    ssr: { external: ["@electric-sql/pglite", "pg"] },
  },
});
