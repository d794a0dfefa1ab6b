import type { Cancel } from './clock'

/** A value that others may watch but not change. */
export interface Observable<T> {
  readonly value: T
  /** Calls the observer now and after every change. */
  subscribe(observer: (value: T) => void): Cancel
}

/** The owner's side of an {@link Observable}. */
export class Subject<T> implements Observable<T> {
  private readonly observers = new Set<(value: T) => void>()

  constructor(private current: T) {}

  get value(): T {
    return this.current
  }

  set(next: T): void {
    if (Object.is(next, this.current)) return
    this.current = next
    for (const observer of [...this.observers]) observer(next)
  }

  subscribe(observer: (value: T) => void): Cancel {
    this.observers.add(observer)
    observer(this.current)
    return () => this.observers.delete(observer)
  }
}
