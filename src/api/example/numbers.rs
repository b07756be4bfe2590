//! Numbers within bounds.

use serde_json::Value;

use crate::model::api::Schema;

/// What numbers must keep to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    least: f64,
    most: f64,
    above: f64,
    below: f64,
    step: Option<f64>,
}

impl Range {
    /// What all of these ask for.
    pub(super) fn of<'a>(parts: impl Iterator<Item = &'a Schema>) -> Range {
        let (none, all) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut range = Range { least: none, most: all, above: none, below: all, step: None };
        for constraint in parts.flat_map(|part| &part.constraints) {
            let Some(value) = constraint.value.as_f64() else { continue };
            match constraint.keyword.as_str() {
                "minimum" => range.least = range.least.max(value),
                "maximum" => range.most = range.most.min(value),
                "exclusiveMinimum" => range.above = range.above.max(value),
                "exclusiveMaximum" => range.below = range.below.min(value),
                "multipleOf" if value > 0.0 => {
                    range.step = Some(range.step.unwrap_or(0.0).max(value))
                }
                _ => {}
            }
        }
        range
    }

    /// Whether the number keeps to it.
    pub(super) fn holds(&self, number: f64) -> bool {
        number >= self.least
            && number <= self.most
            && number > self.above
            && number < self.below
            && self.step.is_none_or(|step| is_multiple(number, step))
    }

    /// The number nearest to `wish` that keeps to it, as far as one is found; `variant` makes others.
    pub(super) fn pick(&self, wish: f64, is_integer: bool, variant: u32) -> Option<Value> {
        let unit = match self.step {
            Some(step) if is_integer => {
                (1..=1_000).map(|n| step * f64::from(n)).find(|n| n.fract() == 0.0)?
            }
            Some(step) => step,
            None => 1.0,
        };
        let low = self.least.max(self.above);
        let high = self.most.min(self.below);
        let offset = unit * f64::from(variant);
        let mut tries = Vec::new();
        if self.step.is_none() {
            tries.push(wish + offset);
        }
        tries.push((wish / unit).ceil() * unit + offset);
        if low.is_finite() {
            let first = (low / unit).ceil() * unit;
            tries.extend([first + offset, first + unit + offset]);
        }
        if high.is_finite() {
            let last = (high / unit).floor() * unit;
            tries.extend([last - offset, last - unit - offset]);
        }
        if !is_integer && low.is_finite() && high.is_finite() {
            tries.extend([low + (high - low) / (2.0 + f64::from(variant)), low, high]);
        }
        tries.push(offset);
        let fits = |number: &f64| self.holds(*number) && (!is_integer || number.fract() == 0.0);
        tries.into_iter().find(fits).and_then(|number| value(number, is_integer))
    }
}

/// Whole numbers are written without a point.
fn value(number: f64, is_integer: bool) -> Option<Value> {
    let is_whole = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
    if is_whole || is_integer {
        // Beyond what 64 bits hold, a number that is whole cannot be written as one.
        #[expect(clippy::cast_possible_truncation, reason = "the range is looked at first")]
        let whole = (number.abs() < 9.2e18).then_some(number as i64);
        return whole.map(Value::from);
    }
    serde_json::Number::from_f64(number).map(Value::Number)
}

/// With the tolerance that binary fractions need: 0.3 is three times 0.1.
fn is_multiple(number: f64, step: f64) -> bool {
    let times = number / step;
    (times - times.round()).abs() < 1e-9 * times.abs().max(1.0)
}
