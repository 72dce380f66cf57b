// What is a visitor's own stays in their browser: what they saved and dismissed, and their photos.
// data: [{session, heard, lists, wanted, forget, back}]; the trigger `told` is {session, lists, photo}.

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

// another tab of the same visitor has changed the lists
window.addEventListener("storage", ({ key }) => key === PLACE && tell({ lists: storedLists() }));

export default async function ({ data: [data], setTriggerValue }) {
  tell = (told) => setTriggerValue("told", { session: data.session, ...told });
  if (data.back && data.back.id !== gone) {
    gone = data.back.id;
    history.go(-data.back.steps);
  }
  if (data.heard) storeLists(data.lists);
  if (data.forget && data.forget !== forgotten) {
    forgotten = data.forget;
    await forgetPhotos();
  }
  const question = `${data.session} ${data.wanted}`;
  if (answered === question || (data.heard && !data.wanted)) return;
  answered = question;
  tell({ lists: data.heard ? null : storedLists(), photo: data.wanted ? await keptPhoto(data.wanted) : null });
}
