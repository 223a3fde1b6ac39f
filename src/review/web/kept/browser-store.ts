/** @file What this browser keeps for a person: by name, as JSON; in memory where the browser keeps nothing. */

const memory = new Map<string, string>()
let refused = false

/** True once the browser refused to keep something: then it is lost with the window. */
export function keepsNothing(): boolean {
  return refused
}

/** Keeps a value under a name. A full or forbidden store keeps it for this window only. */
export function put(name: string, value: unknown): void {
  const text = JSON.stringify(value)
  memory.set(name, text)
  try {
    localStorage.setItem(name, text)
  } catch {
    // Full, or forbidden. What stood there before must not be read again in place of this.
    drop(name)
    memory.set(name, text)
    refused = true
  }
}

/** What is kept under a name; null when nothing is, or nothing that can be read. */
export function get(name: string): unknown {
  let text: string | null = null
  try {
    text = localStorage.getItem(name)
  } catch {
    refused = true
  }
  try {
    return JSON.parse(text ?? memory.get(name) ?? 'null')
  } catch {
    return null
  }
}

/** Forgets a name. */
export function drop(name: string): void {
  memory.delete(name)
  try {
    localStorage.removeItem(name)
  } catch {
    refused = true
  }
}

/** All names that begin like this. */
export function names(prefix: string): readonly string[] {
  let stored: string[] = []
  try {
    stored = Object.keys(localStorage)
  } catch {
    refused = true
  }
  return [...new Set([...stored, ...memory.keys()])].filter(name => name.startsWith(prefix))
}
