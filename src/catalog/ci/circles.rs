//! CI files that include one another in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::IncludeVia;

use super::follow::Graph;
use super::projects::Source;
use super::target::Link;

/// One circle: each file with the include that leads to the next one, the last leading back to the first.
pub(super) type Circle<'g, 'a> = Vec<(Source<'a>, &'g Link<'a>)>;

/// Finds the circles, at the include that closes each; one for each file that closes any, since files that all include
/// one another have more circles than anybody reads.
///
/// A pipeline that triggers itself is no circle: what it triggers is a pipeline of its own, with rules of its own.
pub(super) fn circles<'g, 'a>(graph: &'g Graph<'a>) -> Vec<Circle<'g, 'a>> {
    let mut found = Vec::new();
    let mut done: BTreeSet<Source<'a>> = BTreeSet::new();
    let mut closing: BTreeSet<Source<'a>> = BTreeSet::new();
    for root in graph.links.keys() {
        let mut search = Search { graph, way: Vec::new(), on_way: BTreeMap::new() };
        if !done.contains(root) {
            search.enter(*root);
        }
        while let Some(place) = search.way.last_mut() {
            let (source, next) = (place.source, place.next);
            place.next += 1;
            let Some(link) = graph.of(source).get(next) else {
                search.leave();
                done.insert(source);
                continue;
            };
            let is_included = matches!(link.include.via, IncludeVia::Body | IncludeVia::Header);
            let Some(file) = link.file.filter(|_| is_included) else { continue };
            match search.on_way.get(&file) {
                Some(first) if closing.insert(source) => found.push(search.circle(*first)),
                Some(_) => {}
                None if done.contains(&file) => {}
                None => search.enter(file),
            }
        }
    }
    found
}

/// A search in depth, without recursion: the way may be as long as there are files.
struct Search<'g, 'a> {
    graph: &'g Graph<'a>,
    way: Vec<Place<'a>>,
    /// Where on the way a file is.
    on_way: BTreeMap<Source<'a>, usize>,
}

struct Place<'a> {
    source: Source<'a>,
    /// The include to look at next.
    next: usize,
}

impl<'g, 'a> Search<'g, 'a> {
    fn enter(&mut self, source: Source<'a>) {
        self.on_way.insert(source, self.way.len());
        self.way.push(Place { source, next: 0 });
    }

    fn leave(&mut self) {
        if let Some(place) = self.way.pop() {
            self.on_way.remove(&place.source);
        }
    }

    fn circle(&self, first: usize) -> Circle<'g, 'a> {
        let taken = |place: &Place<'a>| {
            // The include that was taken is the one before the next.
            let link = &self.graph.of(place.source)[place.next - 1];
            (place.source, link)
        };
        self.way[first..].iter().map(taken).collect()
    }
}
