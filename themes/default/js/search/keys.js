// What a reader may paste (an address of a repository or of a file in it, an image, a package), as what it may be known by.

/**
 * What is left of an address once what only the way to it needs is taken away, most first.
 * @param {string} said
 * @returns {string[]}
 */
export function partsOf(said) {
  const bare = said.replace(/^([a-z][a-z\d+.-]*:\/\/([^/?#@]*@)?|git@)/i, "").replace(/[?#].*$/, "").replace(/(\/|\.git)+$/, "");
  const project = bare.split("/-/")[0];
  const image = project.replace(/(^|\/)([^/][^/@:]*)[@:][^/]*$/, "$1$2");
  const [, host, port, path] = image.match(/^(?:([^/:]*):(?=\p{L})|([^/]*)\/)(.+)$/u) ?? [];
  let rest = path && /[.:]/.test(host ?? port) ? path : image;
  const parts = [bare, project, image, rest];
  while (/\/.*\//.test(rest)) parts.push((rest = rest.slice(0, rest.lastIndexOf("/"))));
  return parts;
}
