use super::*;

#[test]
fn a_reference_takes_its_defaults() {
    let defaults = RefDefaults { kind: Some("Group"), namespace: Some("shop") };
    let read = |text| EntityRef::parse(text, defaults).map(|reference| reference.to_string());
    assert_eq!(read("payments"), Ok("group:shop/payments".to_owned()));
    assert_eq!(read("User:Mira"), Ok("user:shop/mira".to_owned()));
    assert_eq!(read("a/b:c"), Ok("group:a/b:c".to_owned()));
    assert!(read("a:").is_err());
}

#[test]
fn every_relation_is_the_inverse_of_its_inverse() {
    for kind in Kind::ALL {
        for field in kind.relation_fields() {
            assert_eq!(field.relation.inverse().inverse(), field.relation);
        }
    }
}
