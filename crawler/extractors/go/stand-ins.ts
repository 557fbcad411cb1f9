import { goMcp } from "./stand-ins/go-mcp.ts";
import { goSdk } from "./stand-ins/go-sdk.ts";
import { jsonschemaGo, jsonschemaInvopop } from "./stand-ins/jsonschema.ts";
import { markMcp, markServer } from "./stand-ins/mcp-go.ts";
import { metoro } from "./stand-ins/mcp-golang.ts";
import * as standard from "./stand-ins/standard.ts";

/** Go sources that stand in place of libraries, by import path: they build the same definitions and do nothing else. */
export const standIns: ReadonlyMap<string, string> = new Map([
  ["github.com/mark3labs/mcp-go/mcp", markMcp],
  ["github.com/mark3labs/mcp-go/server", markServer],
  ["github.com/modelcontextprotocol/go-sdk/mcp", goSdk],
  ["github.com/google/jsonschema-go/jsonschema", jsonschemaGo],
  ["github.com/modelcontextprotocol/go-sdk/jsonschema", jsonschemaGo],
  ["github.com/invopop/jsonschema", jsonschemaInvopop],
  ["github.com/metoro-io/mcp-golang", metoro],
  ["github.com/ThinkInAIXYZ/go-mcp/protocol", goMcp],
  ["github.com/ThinkInAIXYZ/go-mcp/server", goMcp.replace("package protocol", "package server")],
  ["fmt", standard.fmt],
  ["errors", standard.errors],
  ["strings", standard.strings],
  ["strconv", standard.strconv],
  ["slices", standard.slices],
  ["maps", standard.maps],
  ["sort", standard.sort],
  ["embed", standard.embed],
  ["encoding/json", standard.json],
  ["reflect", standard.reflect],
  ["k8s.io/utils/ptr", standard.pointers],
  ["k8s.io/utils/pointer", standard.pointers],
]);
