// A visitor's own photos, kept in their browser and nowhere else, so that a reload or a new tab finds them again.

const PHOTOS = "photos", MOST = 5;

/** Open the browser's own store; do something with the photos in it. */
function withPhotos(mode, action) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("lookbook", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(PHOTOS, { keyPath: "token" });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(PHOTOS, mode);
      const asked = action(transaction.objectStore(PHOTOS));
      transaction.oncomplete = () => {
        opening.result.close();
        resolve(asked?.result);
      };
      transaction.onerror = transaction.onabort = () => {
        opening.result.close();
        reject(transaction.error);
      };
    };
  });
}

/** Keep a photo (token, name, photo as an address that holds it); the oldest gives way to it. */
async function keepPhoto(kept) {
  try {
    if (await keptPhoto(kept.token)) return;
    await withPhotos("readwrite", (photos) => photos.put({ ...kept, time: Date.now() }));
    const all = await withPhotos("readonly", (photos) => photos.getAll());
    const old = all.sort((one, other) => other.time - one.time).slice(MOST);
    if (old.length) await withPhotos("readwrite", (photos) => void old.forEach(({ token }) => photos.delete(token)));
  } catch {
    // a browser that keeps nothing, as in some private windows, costs only what it would have kept
  }
}

/** Return a photo that was kept; null where it was not. */
async function keptPhoto(token) {
  try {
    return (await withPhotos("readonly", (photos) => photos.get(token))) ?? null;
  } catch {
    return null;
  }
}

/** Forget all photos. */
async function forgetPhotos() {
  try {
    await withPhotos("readwrite", (photos) => void photos.clear());
  } catch {
    // nothing was kept
  }
}
