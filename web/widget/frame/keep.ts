/** What survives a reload: small things in localStorage, files in IndexedDB. Where a browser forbids both, memory. */

export interface Drawer {
  get<T>(name: string): T | null;
  set(name: string, value: unknown): void;
  drop(name: string): void;
  names(prefix: string): string[];
}

export function drawer(site: string, storage: Storage | null = browserStorage()): Drawer {
  const prefix = `yingda:${site}:`;
  const store = storage ?? memoryStorage();
  return {
    get: (name) => read(store.getItem(prefix + name)),
    set: (name, value) => store.setItem(prefix + name, JSON.stringify(value)),
    drop: (name) => store.removeItem(prefix + name),
    names: (start) =>
      Array.from({ length: store.length }, (_, i) => store.key(i) ?? "")
        .filter((key) => key.startsWith(prefix + start))
        .map((key) => key.slice(prefix.length))
        .sort(),
  };
}

/** Null where the page may not store anything: a sandbox, or third-party storage switched off. */
function browserStorage(): Storage | null {
  try {
    const probe = "yingda:probe";
    window.localStorage.setItem(probe, "1");
    window.localStorage.removeItem(probe);
    return window.localStorage;
  } catch {
    return null;
  }
}

export function memoryStorage(): Storage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    key: (index) => [...map.keys()][index] ?? null,
    removeItem: (key) => void map.delete(key),
    setItem: (key, value) => void map.set(key, value),
  };
}

function read<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null; // written by something else under our name: as good as nothing
  }
}

/** Files that wait to be sent, by the uid of their message. */
export interface Shelf {
  put(uid: string, file: File): Promise<void>;
  get(uid: string): Promise<File | null>;
  drop(uid: string): Promise<void>;
}

const STORE = "files";

export function shelf(site: string): Shelf {
  const memory = new Map<string, File>();
  const database = open(`yingda:${site}`).catch(() => null); // forbidden here: files then live as long as the page
  return {
    async put(uid, file) {
      memory.set(uid, file);
      await step(await database, "readwrite", (store) => store.put(file, uid));
    },
    async get(uid) {
      return memory.get(uid) ?? (await step<File>(await database, "readonly", (store) => store.get(uid))) ?? null;
    },
    async drop(uid) {
      memory.delete(uid);
      await step(await database, "readwrite", (store) => store.delete(uid));
    },
  };
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function step<T>(
  database: IDBDatabase | null,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  if (!database) return Promise.resolve(undefined);
  return new Promise((done, failed) => {
    const request = act(database.transaction(STORE, mode).objectStore(STORE));
    request.onsuccess = () => done(request.result as T);
    request.onerror = () => failed(request.error);
  });
}
