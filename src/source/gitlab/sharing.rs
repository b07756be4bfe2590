//! Groups of projects whose wanted files are asked for in one go.
//!
//! GitLab charges a query for the paths it names, not for the projects it names them of. So projects are put together, as
//! many as the price of all their paths allows: those that want the same paths cost as much as one of them.

use std::collections::BTreeSet;

/// A project and the paths that are wanted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    /// Its place among the readings.
    pub reading: usize,
    /// The paths.
    pub paths: Vec<String>,
}

/// What a query of so many projects and paths costs, if GitLab charges `per_path` for each path.
fn points(projects: usize, paths: usize, per_path: usize) -> usize {
    // Five fields of a file, one of which asks Gitaly, the list of them, and the call itself.
    let blobs = 9 + per_path * paths;
    let blobs = blobs + blobs * paths.min(100) / 100;
    // The commit at the head, the repository around it all, the number, the list, and the call itself.
    let project = blobs + 20;
    project + project * projects.min(100) / 100
}

/// Puts wishes together, in their order, at most `size` in a group and none dearer than `most` unless it is one alone.
pub(super) fn groups(
    wishes: Vec<Wish>,
    size: usize,
    per_path: usize,
    most: usize,
) -> Vec<Vec<Wish>> {
    let mut groups: Vec<Vec<Wish>> = Vec::new();
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for wish in wishes {
        let added = wish.paths.iter().filter(|path| !paths.contains(*path)).count();
        let fits = groups.last().is_some_and(|group| {
            group.len() < size && points(group.len() + 1, paths.len() + added, per_path) <= most
        });
        if !fits {
            paths.clear();
            groups.push(Vec::new());
        }
        paths.extend(wish.paths.iter().cloned());
        if let Some(group) = groups.last_mut() {
            group.push(wish);
        }
    }
    groups
}

/// Every path of a group, once.
pub(super) fn paths(group: &[Wish]) -> Vec<&str> {
    let paths: BTreeSet<&str> =
        group.iter().flat_map(|wish| &wish.paths).map(String::as_str).collect();
    paths.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(reading: usize, paths: &[&str]) -> Wish {
        Wish { reading, paths: paths.iter().map(|path| (*path).to_owned()).collect() }
    }

    #[test]
    fn projects_that_want_the_same_share_a_query_up_to_its_size() {
        let wishes = (0..120).map(|at| wish(at, &["api/openapi.yaml", "docs/index.md"])).collect();
        let sizes: Vec<usize> = groups(wishes, 50, 1, 240).iter().map(Vec::len).collect();
        assert_eq!(sizes, [50, 50, 20]);
    }

    #[test]
    fn projects_that_want_different_files_share_one_up_to_its_price() {
        let wishes: Vec<Wish> = (0..40)
            .map(|at| {
                let paths: Vec<String> =
                    (0..5).map(|file| format!("docs/{at}-{file}.md")).collect();
                Wish { reading: at, paths }
            })
            .collect();
        for per_path in [1, 14] {
            let groups = groups(wishes.clone(), 50, per_path, 240);
            for group in &groups {
                let dear = points(group.len(), paths(group).len(), per_path);
                assert!(dear <= 240 || group.len() == 1, "{dear} points");
            }
            assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), 40);
        }
    }

    #[test]
    fn no_wish_is_lost_or_moved() {
        let wishes: Vec<Wish> = (0..7).map(|at| wish(at, &["a", "b"])).collect();
        let again: Vec<Wish> = groups(wishes.clone(), 3, 1, 240).into_iter().flatten().collect();
        assert_eq!(again, wishes);
    }
}
