//! View structs as template values.
//!
//! Our own serializer rather than the engine's, for two reasons: a field of type `SafeHtml`, and nothing else, arrives as
//! text that needs no escaping; and a page's values are made with few allocations, because it is done for every page.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use serde::ser::{self, Serialize};

/// The name under which `SafeHtml` serialises: the one type that is not escaped.
const SAFE: &str = "SafeHtml";

/// Returns what templates see of `view`.
pub(super) fn to_value<T: Serialize + ?Sized>(view: &T) -> Result<Value, Unsupported> {
    view.serialize(Serializer)
}

/// A view holds something that the contract with themes has no place for.
#[derive(Debug)]
pub(super) struct Unsupported(String);

impl fmt::Display for Unsupported {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unsupported {}

impl ser::Error for Unsupported {
    fn custom<T: fmt::Display>(message: T) -> Unsupported {
        Unsupported(message.to_string())
    }
}

/// A struct of the view; its fields are few enough to be searched one by one.
#[derive(Debug)]
struct Fields(Vec<(&'static str, Value)>);

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.iter().find(|(name, _)| is_same(name, key)).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names: Vec<Value> = self.0.iter().map(|(name, _)| Value::from(*name)).collect();
        Enumerator::Values(names)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// Whether two names are equal. Most are told apart by length and last byte, without a call of `memcmp`; this runs some
/// five hundred times a page.
#[inline]
fn is_same(name: &str, key: &str) -> bool {
    name.len() == key.len() && name.as_bytes().last() == key.as_bytes().last() && name == key
}

struct Serializer;

struct List(Vec<Value>);

struct Struct(Vec<(&'static str, Value)>);

fn unsupported<T>(what: &str) -> Result<T, Unsupported> {
    Err(Unsupported(format!("a view cannot hold {what}")))
}

impl ser::Serializer for Serializer {
    type Ok = Value;
    type Error = Unsupported;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = ser::Impossible<Value, Unsupported>;
    type SerializeMap = ser::Impossible<Value, Unsupported>;
    type SerializeStruct = Struct;
    type SerializeStructVariant = ser::Impossible<Value, Unsupported>;

    fn serialize_bool(self, value: bool) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_i16(self, value: i16) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_i32(self, value: i32) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_i64(self, value: i64) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_u8(self, value: u8) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_u16(self, value: u16) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_u32(self, value: u32) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_u64(self, value: u64) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_char(self, value: char) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_str(self, value: &str) -> Result<Value, Unsupported> {
        Ok(Value::from(value))
    }

    fn serialize_bytes(self, _value: &[u8]) -> Result<Value, Unsupported> {
        unsupported("bytes")
    }

    fn serialize_none(self) -> Result<Value, Unsupported> {
        Ok(Value::from(()))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Unsupported> {
        to_value(value)
    }

    fn serialize_unit(self) -> Result<Value, Unsupported> {
        Ok(Value::from(()))
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Value, Unsupported> {
        Ok(Value::from(()))
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Value, Unsupported> {
        Ok(Value::from(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value, Unsupported> {
        let value = to_value(value)?;
        match value.as_str() {
            Some(html) if name == SAFE => Ok(Value::from_safe_string(html.to_owned())),
            _ => Ok(value),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _value: &T,
    ) -> Result<Value, Unsupported> {
        unsupported("a tagged enum")
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List, Unsupported> {
        Ok(List(Vec::with_capacity(length.unwrap_or(0))))
    }

    fn serialize_tuple(self, length: usize) -> Result<List, Unsupported> {
        Ok(List(Vec::with_capacity(length)))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        length: usize,
    ) -> Result<List, Unsupported> {
        Ok(List(Vec::with_capacity(length)))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsupported> {
        unsupported("a tagged enum")
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Self::SerializeMap, Unsupported> {
        unsupported("a map")
    }

    fn serialize_struct(self, _name: &'static str, length: usize) -> Result<Struct, Unsupported> {
        Ok(Struct(Vec::with_capacity(length)))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        _variant: &'static str,
        _length: usize,
    ) -> Result<Self::SerializeStructVariant, Unsupported> {
        unsupported("a tagged enum")
    }
}

impl List {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.0.push(to_value(value)?);
        Ok(())
    }
}

impl ser::SerializeSeq for List {
    type Ok = Value;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unsupported> {
        Ok(Value::from_object(self.0))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Value;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unsupported> {
        Ok(Value::from_object(self.0))
    }
}

impl ser::SerializeTupleStruct for List {
    type Ok = Value;
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unsupported> {
        Ok(Value::from_object(self.0))
    }
}

impl ser::SerializeStruct for Struct {
    type Ok = Value;
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        self.0.push((key, to_value(value)?));
        Ok(())
    }

    fn end(self) -> Result<Value, Unsupported> {
        Ok(Value::from_object(Fields(self.0)))
    }
}
