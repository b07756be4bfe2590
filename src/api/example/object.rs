//! Objects: their fields, those that are needed first.

use serde_json::{Map, Value};

use crate::api::json_name::json_name;
use crate::model::api::{Additional, Constraint, Schema, SchemaId};

use super::maker::{Made, Maker, Wish, forced};
use super::parts::parts;
use super::pattern;

/// Deeper objects have only the fields that they must have.
const DEEP: u32 = 5;
/// More fields are not made for objects that ask for a number of them.
const MOST_FIELDS: usize = 50;

/// A field that an object may have.
struct Field {
    name: String,
    ids: Vec<SchemaId>,
    is_required: bool,
}

impl Maker<'_> {
    /// An object that keeps to all of these parts.
    pub(super) fn object(&mut self, wish: &Wish, schemas: &[&Schema], depth: u32) -> Option<Made> {
        let fields = self.fields(schemas);
        let names = self.forced_names(wish, schemas);
        let mut slots: Vec<Option<Made>> = fields.iter().map(|_| None).collect();
        let most = limit(schemas, "maxProperties").unwrap_or(usize::MAX);
        // Those that must be there, then small ones, then those that nest: the room is for what tells most.
        for turn in 0..3 {
            for (at, field) in fields.iter().enumerate() {
                let is_turn = match turn {
                    0 => field.is_required,
                    1 => !field.is_required && !self.nests(&field.ids),
                    _ => !field.is_required && self.nests(&field.ids),
                };
                let is_wanted = turn == 0
                    || (!wish.is_lean && slots.iter().flatten().count() < most && depth < DEEP);
                if is_turn && is_wanted && slots[at].is_none() {
                    slots[at] = self.field_value(field, &names, depth)?;
                }
            }
        }
        let mut object = Map::new();
        let mut is_sure = true;
        for (field, made) in fields.into_iter().zip(slots) {
            if let Some(made) = made {
                is_sure &= made.is_sure;
                object.insert(field.name, made.value);
            }
        }
        self.fill(schemas, &mut object, depth);
        Some(Made { value: Value::Object(object), is_sure })
    }

    /// The value of a field; none inside if it is left out, none outside if it must be there and cannot be made.
    #[expect(clippy::option_option, reason = "left out and impossible are not the same")]
    fn field_value(
        &mut self,
        field: &Field,
        names: &[(String, Value)],
        depth: u32,
    ) -> Option<Option<Made>> {
        let left = self.left;
        let room = if field.is_required { left } else { left / 2 };
        if !field.is_required {
            let is_recursive = field.ids.iter().any(|id| self.is_active(*id));
            if is_recursive || room < field.name.len() + 40 {
                return Some(None);
            }
        }
        let named = names.iter().find(|(name, _)| *name == field.name);
        if let Some((_, value)) = named
            && self.judge.fits(&field.ids, value)
        {
            return Some(Some(Made { value: value.clone(), is_sure: true }));
        }
        self.left = room.saturating_sub(field.name.len() + 6);
        let made = self.value(&field.ids, &field.name, depth + 1);
        let used = room.saturating_sub(self.left);
        self.left = left.saturating_sub(used);
        match made {
            Some(made) if made.is_sure || field.is_required => Some(Some(made)),
            None if field.is_required => None,
            _ => {
                self.left = left;
                Some(None)
            }
        }
    }

    /// The fields that may be there, in the order written, each with all that is asked of it.
    fn fields(&self, schemas: &[&Schema]) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let format = self.judge.content.format;
        for property in schemas.iter().flat_map(|part| &part.properties) {
            let name = json_name(format, property);
            match fields.iter_mut().find(|field| field.name == name) {
                Some(field) => field.is_required |= property.required,
                None => fields.push(Field {
                    name: name.into_owned(),
                    ids: Vec::new(),
                    is_required: property.required,
                }),
            }
        }
        let constraints = schemas.iter().flat_map(|part| &part.constraints);
        let required = constraints.filter(|it| it.keyword == "required");
        let required = required.filter_map(|it| it.value.as_array()).flatten();
        for name in required.filter_map(Value::as_str) {
            match fields.iter_mut().find(|field| field.name == name) {
                Some(field) => field.is_required = true,
                None => {
                    fields.push(Field {
                        name: name.to_owned(),
                        ids: Vec::new(),
                        is_required: true,
                    });
                }
            }
        }
        let mut choices: Vec<&str> = Vec::new();
        fields.retain_mut(|field| {
            for part in schemas {
                let Some(ids) = self.judge.field(part, &field.name) else { return false };
                for id in ids {
                    if !field.ids.contains(&id) {
                        field.ids.push(id);
                    }
                }
            }
            // Of a protobuf `oneof` there is one.
            let mut properties = schemas.iter().flat_map(|part| &part.properties);
            let choice = properties.find(|property| json_name(format, property) == field.name);
            if let Some(choice) = choice.and_then(|property| property.choice.as_deref()) {
                if choices.contains(&choice) {
                    return false;
                }
                choices.push(choice);
            }
            !field.ids.iter().any(|id| self.judge.is_left_out(*id))
        });
        fields
    }

    /// The values of the fields that tell alternatives apart.
    fn forced_names(&self, wish: &Wish, schemas: &[&Schema]) -> Vec<(String, Value)> {
        let mut names = wish.forced.clone();
        let content = self.judge.content;
        for discriminator in schemas.iter().filter_map(|part| part.discriminator.as_ref()) {
            if let Some(named) = wish.ids.iter().find_map(|id| forced(content, discriminator, *id))
            {
                names.push(named);
            }
        }
        names
    }

    /// Fields that have no name in the schema: one to show their form, or as many as there must be.
    fn fill(&mut self, schemas: &[&Schema], object: &mut Map<String, Value>, depth: u32) {
        let least = limit(schemas, "minProperties").unwrap_or(0).min(MOST_FIELDS);
        let is_map = schemas.iter().any(|part| matches!(part.additional, Additional::Of(_)));
        let has_patterns = schemas.iter().any(|part| !part.patterns.is_empty());
        let most = limit(schemas, "maxProperties").unwrap_or(usize::MAX);
        let wanted =
            least.max(usize::from(object.is_empty() && (is_map || has_patterns))).min(most);
        for turn in 0..(2 * MOST_FIELDS as u32) {
            if object.len() >= wanted {
                break;
            }
            let Some(name) = self.field_name(schemas, turn) else { continue };
            let mut ids = Vec::new();
            for part in schemas {
                let Some(found) = self.judge.field(part, &name) else {
                    ids.clear();
                    break;
                };
                ids.extend(found);
            }
            let is_recursive = object.len() >= least && ids.iter().any(|id| self.is_active(*id));
            if object.contains_key(&name) || is_recursive || (ids.is_empty() && !is_open(schemas)) {
                continue;
            }
            let variant = std::mem::replace(&mut self.variant, 0);
            let made = self.value(&ids, &name, depth + 1);
            self.variant = variant;
            if let Some(made) = made.filter(|made| made.is_sure) {
                object.insert(name, made.value);
            } else {
                break;
            }
        }
    }

    fn field_name(&mut self, schemas: &[&Schema], turn: u32) -> Option<String> {
        let patterns = schemas.iter().flat_map(|part| &part.patterns);
        let names: Vec<SchemaId> = schemas.iter().filter_map(|part| part.property_names).collect();
        if let Some((pattern, _)) = patterns.into_iter().next() {
            let judge = &self.judge;
            let fits = |text: &str| {
                names.iter().all(|id| judge.fits(&[*id], &Value::String(text.to_owned())))
            };
            return pattern::matching(pattern, (0, 200), turn, fits);
        }
        if !names.is_empty() {
            let variant = std::mem::replace(&mut self.variant, turn);
            let made = self.value(&names, "key", 1);
            self.variant = variant;
            return made.filter(|made| made.is_sure)?.value.as_str().map(str::to_owned);
        }
        Some(if turn == 0 { "key".to_owned() } else { format!("key{}", turn + 1) })
    }

    /// Whether a value of these may hold others.
    fn nests(&self, ids: &[SchemaId]) -> bool {
        parts(self.judge.content, ids).iter().any(|(_, part)| {
            !part.properties.is_empty()
                || part.items.is_some()
                || matches!(part.additional, Additional::Of(_))
                || !part.one_of.is_empty()
                || !part.any_of.is_empty()
        })
    }
}

/// Whether fields that nobody named may be there.
fn is_open(schemas: &[&Schema]) -> bool {
    let closes =
        |it: &Constraint| it.keyword == "unevaluatedProperties" && it.value == Value::Bool(false);
    !schemas
        .iter()
        .any(|part| part.additional == Additional::None || part.constraints.iter().any(closes))
}

/// The tightest of the limits with this keyword.
pub(super) fn limit(schemas: &[&Schema], keyword: &str) -> Option<usize> {
    let limits = schemas.iter().flat_map(|part| &part.constraints);
    let limits = limits.filter(|it| it.keyword == keyword).filter_map(|it| it.value.as_f64());
    let tightest = if keyword.starts_with("min") {
        limits.fold(None, |tight: Option<f64>, it| Some(tight.map_or(it, |tight| tight.max(it))))
    } else {
        limits.fold(None, |tight: Option<f64>, it| Some(tight.map_or(it, |tight| tight.min(it))))
    };
    #[expect(clippy::cast_possible_truncation, reason = "limits are small or never reached")]
    #[expect(clippy::cast_sign_loss, reason = "the cast gives zero for what is negative")]
    tightest.map(|limit| limit as usize)
}
