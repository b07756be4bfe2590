use super::*;

#[test]
fn a_path_cannot_leave_its_root() {
    let folder = RelPath::new("docs/guide").expect("plain path");
    assert_eq!(folder.join("../a/./b.md").map(String::from), Some("docs/a/b.md".to_owned()));
    assert_eq!(folder.join("../../../etc/passwd"), None);
    assert_eq!(RelPath::new("/etc/passwd"), None);
    assert_eq!(RelPath::new("a\\..\\b"), None);
}

#[test]
fn links_are_relative_to_the_page() {
    let page = RelPath::new("component/default/checkout.html").expect("plain path");
    let to = |path: &str| page.link_to(&RelPath::new(path).expect("plain path"));
    assert_eq!(to("component/default/cart.html"), "cart.html");
    assert_eq!(to("api/default/orders.html"), "../../api/default/orders.html");
    assert_eq!(to("index.html"), "../../index.html");
    assert_eq!(
        RelPath::new("a.html").expect("path").link_to(&RelPath::new("b.html").expect("path")),
        "b.html"
    );
}

#[test]
fn slugs_are_portable_and_distinct() {
    assert_eq!(slug("Böse Name/Test"), "b-se-name-test");
    assert_eq!(slug("con"), "-con");
    assert_eq!(slug("com1.html"), "-com1.html");
    assert_eq!(slug(".."), "--");
    assert_eq!(slug(&"x".repeat(500)).len(), 100);
    let mut slugs = Slugs::default();
    assert_eq!(slugs.claim("a".into(), "A"), "a");
    assert_ne!(slugs.claim("a".into(), "B"), "a");
    assert_eq!(slugs.claim("a".into(), "A"), "a");
}

#[test]
fn times_are_read_and_written() {
    let time = Timestamp::parse("2026-10-28T09:14:00+02:00").expect("a time");
    assert_eq!(time.to_string(), "2026-10-28T07:14:00Z");
    assert_eq!(Timestamp::parse("2024-02-29").map(Timestamp::date), Some("2024-02-29".to_owned()));
    assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(Timestamp::parse("yesterday"), None);
}

#[test]
fn the_nearest_name_is_a_slip_of_the_pen_or_nothing() {
    assert_eq!(nearest("payment", ["payments", "shipping"]), Some("payments"));
    assert_eq!(nearest("payment", ["shipping"]), None);
}

#[test]
fn versions_stand_in_the_order_of_their_specification() {
    let order = [
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2",
        "v1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "v1.9.3+build.7",
        "1.10.0",
        "12.0.0",
    ];
    let versions: Vec<Semver> =
        order.iter().map(|tag| Semver::parse(tag).expect("a version")).collect();
    assert!(versions.is_sorted_by(|one, next| one < next), "{versions:?}");
    for tag in ["", "1", "1.2", "1.2.3.4", "1.2.x", "1.2.-3", "release-1", "1.2.3-", "+1.0.0"] {
        assert_eq!(Semver::parse(tag), None, "{tag}");
    }
}

#[test]
fn a_range_holds_releases_only() {
    let holds = |range: &str, version: &str| {
        SemverRange::parse(range)
            .expect("a range")
            .holds(&Semver::parse(version).expect("a version"))
    };
    assert!(holds("1", "1.9.0") && holds("1.2", "v1.2.7"));
    assert!(!holds("1", "2.0.0") && !holds("1.2", "1.20.0") && !holds("1", "1.3.0-rc.1"));
    for text in ["", "main", "1.", "1.2.3", "~latest", "1.x"] {
        assert_eq!(SemverRange::parse(text), None, "{text}");
    }
}
