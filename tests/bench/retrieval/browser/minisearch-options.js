// How MiniSearch makes and asks its index: the same on both sides, or it finds nothing.

export const OPTIONS = {
  idField: "address",
  fields: ["title", "owner", "description", "tags", "body"],
  storeFields: ["title", "description", "owner", "kind"],
  searchOptions: {
    boost: { title: 10, owner: 4, description: 3, tags: 2 },
    prefix: true,
    fuzzy: 0.2,
    combineWith: "AND",
  },
};
