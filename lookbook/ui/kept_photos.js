// A visitor's own photos, kept in their browser and nowhere else, so that a reload or a new tab finds them again.

const PHOTOS = "photos", TOGETHER = "together", MOST = 6;

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

/** Keep a photo: token, name, and the file itself or else a photo as an address that holds it; the oldest gives way. */
async function keepPhoto(kept) {
  try {
    await withPhotos("readwrite", (photos) => {
      const before = photos.get(kept.token);
      before.onsuccess = () => {
        if (!before.result || (kept.file && !before.result.file)) photos.put({ ...kept, time: Date.now() });
      };
    });
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

/** Keep several photos that were given together; those given before them are given up. */
async function keepGiven(files) {
  try {
    await withPhotos("readwrite", (photos) => photos.put({ token: TOGETHER, files, time: Date.now() }));
  } catch {
    // a browser that keeps nothing offers them until it is reloaded
  }
}

/** Return the photos that were given together the last time. */
async function givenBefore() {
  return (await keptPhoto(TOGETHER))?.files ?? [];
}

/** Forget all photos. */
async function forgetPhotos() {
  try {
    await withPhotos("readwrite", (photos) => void photos.clear());
  } catch {
    // nothing was kept
  }
}
