import { expect, test } from "vitest";
import { readCredentials } from "../../crawler/credentials.ts";
import { lookAt } from "../../crawler/manifests/files.ts";

const read = (files: Record<string, string>) =>
  readCredentials(lookAt(new Map(Object.entries(files))), Object.keys(files));

test("secrets are the variables that code takes from its environment, in any language, each where it is first named", () => {
  const { secrets } = read({
    "src/a.ts": "const port = process.env.PORT;\nconst key = process.env.BOX_API_KEY;\n",
    "src/b.py": 'token = os.environ.get("SHELF_TOKEN")\nagain = os.getenv("BOX_API_KEY")\n',
    "c.go": 'os.Getenv("LID_SECRET")',
    "d.rs": 'env::var("CRATE_PASSWORD")',
    "e.cs": 'Environment.GetEnvironmentVariable("TRAY_ACCESS_KEY")',
    "f.rb": 'ENV.fetch("BIN_DATABASE_URL")',
    "src/application.properties": "box.password=${CARTON_PASSWORD}",
  });
  expect(secrets).toEqual([
    { name: "BIN_DATABASE_URL", at: { path: "f.rb", line: 1 } },
    { name: "BOX_API_KEY", at: { path: "src/a.ts", line: 2 } },
    { name: "CARTON_PASSWORD", at: { path: "src/application.properties", line: 1 } },
    { name: "CRATE_PASSWORD", at: { path: "d.rs", line: 1 } },
    { name: "LID_SECRET", at: { path: "c.go", line: 1 } },
    { name: "SHELF_TOKEN", at: { path: "src/b.py", line: 1 } },
    { name: "TRAY_ACCESS_KEY", at: { path: "e.cs", line: 1 } },
  ]);
});

test("scopes are those that the code asks for", () => {
  const { scopes } = read({
    "auth.ts": 'const scopes = ["https://www.googleapis.com/auth/gmail.readonly", "Mail.Read"];\n',
  });
  expect(scopes.map(({ name }) => name)).toEqual([
    "Mail.Read",
    "https://www.googleapis.com/auth/gmail.readonly",
  ]);
});

test("tests, documentation and settings that are no secrets ask for nothing", () => {
  const nothing = { secrets: [], scopes: [] };
  expect(read({ "tests/a.ts": "process.env.BOX_TOKEN" })).toEqual(nothing);
  expect(read({ "docs/a.py": 'os.environ["BOX_TOKEN"]' })).toEqual(nothing);
  expect(read({ "README.md": "set BOX_TOKEN" })).toEqual(nothing);
  expect(read({ "a.ts": "process.env.MAX_TOKENS_PER_CALL; process.env.NODE_ENV" })).toEqual(
    nothing,
  );
});

test("a file made of variables costs no more than its share", () => {
  const cost = (times: number): number => {
    const text = Array.from({ length: 1_000 * times }, (_, i) => `process.env.BOX_${i}_TOKEN`).join(
      "\n",
    );
    const before = performance.now();
    expect(read({ "a.ts": text }).secrets).toHaveLength(40);
    return performance.now() - before;
  };
  cost(1);
  const small = Math.min(cost(1), cost(1), cost(1), cost(1));
  const large = Math.min(cost(10), cost(10), cost(10), cost(10));
  expect(large / small).toBeLessThan(40);
});
