const kb = (n: number): number => n * 1024;

/** The most that a page may weigh, compressed, before pictures. */
export const budget = {
  html: kb(30),
  css: kb(25),
  script: kb(90),
  fonts: kb(25),
} as const;
