// Stands for the search module while themes are looked at.
const pages = [
  ["Unlock a bike with the app", "Riding", "Ten seconds from the dock to the road, even without mobile data."],
  ["If the lock stays shut", "Riding", "Move the wheel a little, so that the bolt is free, and unlock again."],
  ["What a ride costs", "Payments", "To unlock a bike costs one euro, and each minute fifteen cents."],
];
export async function openSearch() {
  return {
    prefetch() {},
    async query(text) {
      if (text === "fail") throw new Error("as asked");
      const corrected = text.startsWith("unlok") ? text.replace("unlok", "unlock") : null;
      const word = (corrected || text).split(" ")[0].toLowerCase();
      const mark = (line) => line.split(new RegExp(`(${word})`, "i")).filter(Boolean).map((part) => [part, part.toLowerCase() === word]);
      const hits = pages.filter((page) => page.join(" ").toLowerCase().includes(word)).map(([title, category, excerpt], place) => ({
        url: "en/article/", title, category, section: place === 1 ? { anchor: "trouble", heading: "If the lock stays shut" } : null, title_parts: mark(title), excerpt: mark(excerpt),
      }));
      return { total: hits.length, corrected, hits };
    },
  };
}
