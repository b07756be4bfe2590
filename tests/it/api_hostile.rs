//! Descriptions of APIs that mean harm: their text stays text, and their references end.
