//! Words that are nearly the same.

/// How far two words may be apart: 2 for long ones.
pub(super) fn allowed(length: usize) -> usize {
    if length > 7 { 2 } else { 1 }
}

/// How many characters are inserted, deleted, changed or swapped with their neighbour between two words; none if more
/// than `most` (optimal string alignment).
pub(super) fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, here) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, there) in b.iter().enumerate() {
            let changed = last[j] + usize::from(here != there);
            let mut least = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *here == b[j - 1] && a[i - 1] == *there {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        // The next rows cannot come lower again: a swap costs one more than the row before.
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before_last = last;
        last = row;
    }
    last.last().copied().filter(|distance| *distance <= most)
}
