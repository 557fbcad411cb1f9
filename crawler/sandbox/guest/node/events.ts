type Listener = (...values: unknown[]) => unknown;

const listenersKey = Symbol("listeners");

/** Node's EventEmitter, as far as programs use it before they are asked for anything. */
export class EventEmitter {
  static defaultMaxListeners = 10;
  declare [listenersKey]?: Map<unknown, Listener[]>;
  on(event: unknown, listener: Listener): this {
    listenersOf(this).set(event, [...(listenersOf(this).get(event) ?? []), listener]);
    return this;
  }
  once(event: unknown, listener: Listener): this {
    const once: Listener = (...values) => {
      this.off(event, once);
      return listener.apply(this, values);
    };
    return this.on(event, once);
  }
  off(event: unknown, listener: Listener): this {
    const left = (listenersOf(this).get(event) ?? []).filter((each) => each !== listener);
    listenersOf(this).set(event, left);
    return this;
  }
  emit(event: unknown, ...values: unknown[]): boolean {
    const listeners = listenersOf(this).get(event) ?? [];
    for (const each of listeners) each.apply(this, values);
    return listeners.length > 0;
  }
  addListener(event: unknown, listener: Listener): this {
    return this.on(event, listener);
  }
  prependListener(event: unknown, listener: Listener): this {
    return this.on(event, listener);
  }
  removeListener(event: unknown, listener: Listener): this {
    return this.off(event, listener);
  }
  removeAllListeners(event?: unknown): this {
    if (event === undefined) listenersOf(this).clear();
    else listenersOf(this).delete(event);
    return this;
  }
  listenerCount(event: unknown): number {
    return listenersOf(this).get(event)?.length ?? 0;
  }
  listeners(event: unknown): Listener[] {
    return [...(listenersOf(this).get(event) ?? [])];
  }
  eventNames(): unknown[] {
    return [...listenersOf(this).keys()];
  }
  setMaxListeners(): this {
    return this;
  }
  getMaxListeners(): number {
    return 10;
  }
}

/** Made late and outside the class: emitters have proxies round them, and classes are derived in the old way. */
function listenersOf(emitter: EventEmitter): Map<unknown, Listener[]> {
  return (emitter[listenersKey] ??= new Map());
}
