/** What evidence shows, where others than its rule ask for it. */
export const telling = {
  onHost: "it runs what the caller writes outside a sandbox",
  rows: "it reads arbitrary rows of a database",
  documents: "it reads private documents",
  files: "it reads files by their path",
  actsLive: "acts in a live interface",
} as const;
