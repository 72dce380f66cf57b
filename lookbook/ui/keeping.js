// What is a visitor's own stays in their browser: what they saved and dismissed, and their photos.
// kept_photos.js and giving.js stand before this.
// data: [{session, heard, lists, way, wanted, forget, back}]; the trigger `told` is {session, lists, way, photo}.

const PLACE = `lookbook:${location.pathname}`;
let answered = "", forgotten = null, gone = null, tell = () => {};

function storedLists() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
}

function storeLists(lists) {
  try {
    const now = JSON.stringify(lists);
    if (localStorage.getItem(PLACE) !== now) localStorage.setItem(PLACE, now);
  } catch {
    // a browser that keeps nothing
  }
}

/** The way to the question that is asked belongs to this tab alone. */
function storedWay() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE)) ?? [];
  } catch {
    return [];
  }
}

function storeWay(way) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(way));
  } catch {
    // a browser that keeps nothing
  }
}

// another tab of the same visitor has changed the lists
window.addEventListener("storage", ({ key }) => key === PLACE && tell({ lists: storedLists() }));

export default async function ({ data: [data], setTriggerValue }) {
  tell = (told) => setTriggerValue("told", { session: data.session, ...told });
  if (data.back && data.back.id !== gone) {
    gone = data.back.id;
    history.go(-data.back.steps);
  }
  if (data.heard) {
    storeLists(data.lists);
    storeWay(data.way);
  }
  if (data.forget && data.forget !== forgotten) {
    forgotten = data.forget;
    await forgetPhotos();
  }
  // one after the other: a run that the lists start must not meet a photo on its way
  const question = `${data.session} ${data.heard} ${data.wanted}`;
  if (answered === question || (data.heard && !data.wanted)) return;
  answered = question;
  if (!data.heard) return tell({ lists: storedLists(), way: storedWay() });
  const kept = await keptPhoto(data.wanted);
  if (kept?.file) give(kept.file);
  else tell({ photo: kept });
}
