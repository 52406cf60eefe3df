// What could not be saved stays in this browser: one copy for each file of a draft, in IndexedDB (a diagram may be
// larger than localStorage takes). Without IndexedDB, as in some private windows, nothing is kept and nothing fails.
const DATABASE = 'schlichtwerk-werkstatt';
const STORE = 'copies';

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function ask(mode, question) {
  try {
    const database = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const request = question(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  } catch (error) {
    console.warn('No local copy', error);
    return undefined;
  }
}

/** A copy: {revision, before, after, at}. */
export const localCopy = {
  read: (key) => ask('readonly', (store) => store.get(key)),
  keep: (key, copy) => ask('readwrite', (store) => store.put(copy, key)),
  forget: (key) => ask('readwrite', (store) => store.delete(key)),
};
