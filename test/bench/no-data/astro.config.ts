import { defineConfig } from "astro/config";

export default defineConfig({ srcDir: ".", outDir: process.env["ALMANAC_SITE"] ?? "dist" });
