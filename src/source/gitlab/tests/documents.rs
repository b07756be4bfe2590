//! Temporary.
use super::super::query::{self, Ask, Listing, Portion};
use super::super::schema::Schema;
use crate::source::wanted::WELL_KNOWN;

#[test]
fn dump() {
    for (name, old) in [("new", false), ("old", true)] {
        let schema = Schema::for_dump(old);
        let ids: Vec<u64> = (1..=50).collect();
        let many: Vec<u64> = (1..=500).collect();
        let portion = |ask| Portion { project: 1, sha: "a".repeat(40), ask };
        let queries = [
            ("groups", query::groups("acme", None, 100)),
            (
                "projects",
                query::projects(
                    &schema,
                    Listing { group: "acme", after: None, size: 100, archived: false },
                ),
            ),
            (
                "files",
                query::files(&schema, &ids, WELL_KNOWN, super::super::reading::USUAL_FOLDERS),
            ),
            (
                "portions",
                query::portions(
                    &(0..16).map(|_| portion(Ask::Text(vec!["a".into()]))).collect::<Vec<_>>(),
                ),
            ),
            (
                "folder",
                query::portions(
                    &(0..16).map(|_| portion(Ask::Folder("a".into()))).collect::<Vec<_>>(),
                ),
            ),
            ("text40", query::portions(&[portion(Ask::Text(vec!["a".into(); 40]))])),
            ("text10", query::portions(&[portion(Ask::Text(vec!["a".into(); 10]))])),
            ("releases", query::releases(&ids, 10)),
            ("seen", query::seen(&schema, &many)),
            ("members", query::members(&[("a", None); 7])),
            ("environments", query::environments("a")),
        ];
        for (of, query) in queries {
            std::fs::write(format!("/tmp/docs/{name}-{of}.graphql"), &query.document).unwrap();
            std::fs::write(format!("/tmp/docs/{name}-{of}.json"), query.variables.to_string())
                .unwrap();
        }
        std::fs::write(format!("/tmp/docs/{name}-schema.graphql"), Schema::document()).unwrap();
    }
}
