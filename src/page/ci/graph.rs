//! The picture of what a pipeline includes: a tree from left to right, no box on another.

use crate::page::view::{GraphNode, GraphView};

/// How many boxes a picture has at most.
pub(super) const MOST_NODES: usize = 60;

const WIDTH: u32 = 212;
const HEIGHT: u32 = 44;
const GAP_X: u32 = 48;
const GAP_Y: u32 = 12;
/// Room for the outline of a box that has the focus.
const MARGIN: u32 = 4;

/// How many letters of the monospaced face fit into a box.
const LABEL: usize = 26;
const NOTE: usize = 28;

/// What a box says; the first box has no parent, every other one stands behind its parent.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// The place of the box that leads to this one.
    pub parent: usize,
    pub label: String,
    pub note: String,
    pub href: Option<String>,
    pub state: &'static str,
}

/// Places the boxes. Of too many the ones nearest to the first stay.
pub(super) fn layout(items: &[Item]) -> GraphView {
    let depths = depths(items);
    let kept = kept(&depths);
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for at in (1..items.len()).filter(|at| kept[*at]) {
        children[items[at].parent].push(at);
    }
    let tops = tops(&children);
    let mut graph =
        GraphView { left_out: kept.iter().filter(|kept| !**kept).count(), ..GraphView::default() };
    for (at, item) in items.iter().enumerate().filter(|(at, _)| kept[*at]) {
        let x = MARGIN + depths[at] * (WIDTH + GAP_X);
        let y = MARGIN + tops[at];
        if at > 0 {
            let parent = item.parent;
            let from_x = MARGIN + depths[parent] * (WIDTH + GAP_X) + WIDTH;
            graph
                .edges
                .push(edge((from_x, MARGIN + tops[parent] + HEIGHT / 2), (x, y + HEIGHT / 2)));
        }
        graph.width = graph.width.max(x + WIDTH + MARGIN);
        graph.height = graph.height.max(y + HEIGHT + MARGIN);
        let words =
            [item.label.as_str(), item.note.as_str()].into_iter().filter(|text| !text.is_empty());
        graph.nodes.push(GraphNode {
            x,
            y,
            width: WIDTH,
            height: HEIGHT,
            label: shortened(&item.label, LABEL),
            note: shortened(&item.note, NOTE),
            title: words.collect::<Vec<_>>().join(", "),
            href: item.href.clone(),
            state: item.state,
        });
    }
    graph
}

fn depths(items: &[Item]) -> Vec<u32> {
    let mut depths = vec![0; items.len()];
    for at in 1..items.len() {
        depths[at] = depths[items[at].parent] + 1;
    }
    depths
}

/// Whole levels first, so that no box stays without its parent.
fn kept(depths: &[u32]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..depths.len()).collect();
    order.sort_by_key(|at| depths[*at]);
    let mut kept = vec![false; depths.len()];
    for at in order.into_iter().take(MOST_NODES) {
        kept[at] = true;
    }
    kept
}

/// The top of each box: leaves one below the other, everything else in the middle of what it leads to.
fn tops(children: &[Vec<usize>]) -> Vec<u32> {
    let mut tops = vec![0; children.len()];
    let mut next = 0;
    // Children are placed before their parent; the stack holds who waits for them.
    let mut stack = if children.is_empty() { Vec::new() } else { vec![(0, false)] };
    while let Some((at, is_ready)) = stack.pop() {
        match (children[at].first(), children[at].last()) {
            (Some(first), Some(last)) if is_ready => tops[at] = (tops[*first] + tops[*last]) / 2,
            (Some(_), Some(_)) => {
                stack.push((at, true));
                stack.extend(children[at].iter().rev().map(|child| (*child, false)));
            }
            _ => {
                tops[at] = next;
                next += HEIGHT + GAP_Y;
            }
        }
    }
    tops
}

fn edge((from_x, from_y): (u32, u32), (to_x, to_y): (u32, u32)) -> String {
    let middle = (from_x + to_x) / 2;
    format!("M{from_x} {from_y}C{middle} {from_y} {middle} {to_y} {to_x} {to_y}")
}

/// The end of a name tells more than its beginning, which most share.
fn shortened(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let end: String = text.chars().skip(count - (most - 1)).collect();
    format!("…{end}")
}
