type Listener = (...values: unknown[]) => unknown;

/** Node's EventEmitter, as far as programs use it before they are asked for anything. */
export class EventEmitter {
  static defaultMaxListeners = 10;
  #listeners = new Map<unknown, Listener[]>();
  on(event: unknown, listener: Listener): this {
    // Made late: classes may be derived from it by a constructor that isn't called.
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
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
    const left = (this.#listeners.get(event) ?? []).filter((each) => each !== listener);
    this.#listeners.set(event, left);
    return this;
  }
  emit(event: unknown, ...values: unknown[]): boolean {
    const listeners = this.#listeners.get(event) ?? [];
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
    if (event === undefined) this.#listeners.clear();
    else this.#listeners.delete(event);
    return this;
  }
  listenerCount(event: unknown): number {
    return this.#listeners.get(event)?.length ?? 0;
  }
  listeners(event: unknown): Listener[] {
    return [...(this.#listeners.get(event) ?? [])];
  }
  eventNames(): unknown[] {
    return [...this.#listeners.keys()];
  }
  setMaxListeners(): this {
    return this;
  }
  getMaxListeners(): number {
    return 10;
  }
}
