/** A batch that was started, or was about to be when the process ended. */
export interface LoggedBatch {
  /** Our own name for it, which the endpoint keeps with the batch. */
  mark: string;
  /** The endpoint's name; absent until it is known to have been started. */
  id?: string;
  model: string;
  /** Version of the prompt. */
  prompt: string;
  /** By the id of each request, what its tools' answers are kept under, in the order of the tools. */
  requests: Record<string, { key: string; evidence: string }[]>;
}

/** Where batches are noted, so that a process that is killed finds them again. */
export interface BatchLog {
  /** All that are noted, oldest first. */
  read(): Promise<LoggedBatch[]>;
  /** Notes one, in place of an earlier note of the same mark. */
  write(batch: LoggedBatch): Promise<void>;
  remove(mark: string): Promise<void>;
}
