import {
  apply,
  CapturedError,
  columnOf,
  createList,
  createNotes,
  get,
  getPrototypeOf,
  isOfProgram,
  lineOf,
  type List,
  sourceOf,
  stringify,
} from "./primordials.ts";
import { createSession, type Session } from "./session.ts";
import type { StandIns } from "./stand-in.ts";

type Method = (this: object, ...values: unknown[]) => unknown;

/** Where a tool was seen to be registered, in the script that runs. */
export interface Registration {
  name: string;
  stack: string;
  /** Line, column and number of characters of the function that a call runs. */
  handler?: [number, number, number];
}

export interface Servers {
  /** Has the server classes of a library tell of each server that is made. */
  hook(exported: object): void;
  /** Each server that has handlers, in the order of their making. */
  sessions: List<Session>;
  registrations: List<Registration>;
  /** Line, column and number of characters of the program's functions that answer a list of tools. */
  lists: List<Registration["handler"]>;
  /** Connects those that nobody connected, and greets all. */
  greet(): void;
}

interface Caught {
  session: Session;
  isConnected: boolean;
  connect: () => unknown;
}

const maxServers = 200;
const maxRegistrations = 20_000;

/** Catches the servers that a program makes with a library of its own choice, by the methods that all of them have. */
export function createServers(standIns: StandIns): Servers {
  const known = createNotes<Caught>();
  const hooked = createNotes<true>();
  const sessions = createList<Session>();
  const caught = createList<Caught>();
  const registrations = createList<Registration>();
  const lists = createList<Registration["handler"]>();

  function catchServer(server: object, connect: Method): Caught | undefined {
    const before = known.get(server);
    if (before !== undefined || caught.length >= maxServers) return before;
    let receive: unknown;
    const transport = {
      start: async () => {},
      close: async () => {},
      send: async (message: unknown) => one.session.receive(message),
      set onmessage(handler: unknown) {
        receive = handler;
      },
      get onmessage() {
        return receive;
      },
    };
    const one: Caught = {
      session: createSession((message) => {
        if (typeof receive === "function") apply(receive as Method, transport, [message]);
      }),
      isConnected: false,
      connect: () => {
        if (one.isConnected) return undefined;
        one.isConnected = true;
        return apply(connect, server, [transport]);
      },
    };
    known.set(server, one);
    caught.push(one);
    sessions.push(one.session);
    return one;
  }

  function hookProtocol(prototype: Record<string, unknown>): void {
    const connect = prototype["connect"] as Method;
    const setRequestHandler = prototype["setRequestHandler"] as Method;
    prototype["setRequestHandler"] = function (this: object, ...values: unknown[]) {
      catchServer(this, connect);
      standIns.keeps(this);
      noteList(values[0], values[1]);
      return apply(setRequestHandler, this, values);
    };
    prototype["connect"] = async function (this: object) {
      await catchServer(this, connect)?.connect();
    };
    prototype["close"] = async () => {};
  }

  function noteList(request: unknown, handler: unknown): void {
    if (typeof handler !== "function" || standIns.has(handler) || !isOfProgram(handler)) return;
    if (lists.length < maxServers && methodOf(request) === "tools/list")
      lists.push(placeOf(handler));
  }

  /** Remembers who registers a tool with a method whose first value is its name, or an object with one. */
  function hookRegistering(prototype: Record<string, unknown>, key: string): void {
    const method = prototype[key] as Method;
    prototype[key] = function (this: object, ...values: unknown[]) {
      standIns.keeps(this);
      const [first] = values;
      const isThing = typeof first === "object" && first !== null;
      const name = isThing ? get(first, "name") : first;
      const handler = isThing ? get(first, "execute") : values[values.length - 1];
      if (typeof name === "string" && registrations.length < maxRegistrations)
        registrations.push({
          name,
          stack: stackNow(),
          ...(typeof handler === "function" && !standIns.has(handler)
            ? { handler: placeOf(handler) }
            : {}),
        });
      return apply(method, this, values);
    };
  }

  function hook(exported: object): void {
    for (const key of Reflect.ownKeys(exported)) {
      const value = get(exported, key);
      if (typeof value !== "function") continue;
      for (let each = get(value, "prototype"); isThing(each); each = getPrototypeOf(each)) {
        if (each === Object.prototype || hooked.get(each) === true) break;
        hooked.set(each, true);
        const prototype = each as Record<string, unknown>;
        const owns = (name: string) =>
          typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === "function";
        // The base class of servers and clients: what derives from it calls it.
        if (owns("setRequestHandler") && owns("connect")) hookProtocol(prototype);
        // Earlier versions let a server handle what it had not declared.
        if (owns("assertRequestHandlerCapability"))
          prototype["assertRequestHandlerCapability"] = () => {};
        for (const name of ["registerTool", "tool", "addTool"])
          if (owns(name)) hookRegistering(prototype, name);
      }
    }
  }

  return {
    hook,
    sessions,
    registrations,
    lists,
    greet: () => {
      for (let index = 0; index < caught.length; index++) {
        const one = caught.at(index);
        one?.connect();
        one?.session.greet();
      }
    },
  };
}

export function placeOf(handler: object): [number, number, number] {
  return [lineOf(handler), columnOf(handler), sourceOf(handler as () => unknown).length];
}

/** The method that a request is made with, which a schema has in its shape. */
function methodOf(request: unknown): unknown {
  if (!isThing(request)) return request;
  const shape = get(request, "shape");
  const method = isThing(shape) ? get(shape, "method") : undefined;
  return isThing(method) ? get(method, "value") : undefined;
}

function stackNow(): string {
  const { stack } = new CapturedError("here");
  return typeof stack === "string" ? stack : stringify("");
}

function isThing(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
