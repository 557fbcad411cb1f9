import { readParameters, type Parameter } from "../evidence/schema.ts";
import { mcpTop10, type AttackPattern } from "./attack.ts";

const secrets =
  /^(?:password|passphrase|(?:api|secret|private|access)key|(?:access|auth|api|bearer|refresh)token|clientsecret|mnemonic|seedphrase)$/;

/** A secret to be typed in; not a page token, nor the name under which one is kept. */
function isSecret({ key, type, description, depth }: Parameter): boolean {
  if (depth > 1 || (type !== "" && type !== "string")) return false;
  return (
    secrets.test(key) || (key === "token" && /auth|bearer|api token|credential/i.test(description))
  );
}

/** Secrets that a call must carry. */
export default {
  id: "secret-argument",
  standard: "OWASP MCP Top 10",
  code: "MCP01:2025",
  title: "Token Mismanagement & Secret Exposure",
  url: mcpTop10("MCP01-2025-Token-Mismanagement-and-Secret-Exposure"),
  abuse:
    "A call has to name a secret, so the secret passes through the model and stays in the transcript, the client's history and the logs between.",
  applies({ definition }) {
    const parameter = readParameters(definition.inputSchema).find(isSecret);
    return parameter && { quote: parameter.name, witness: "schema" };
  },
} satisfies AttackPattern;
