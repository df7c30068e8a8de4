//! Values as parameters of statements.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::kb::Value;

impl ToSql for Value<'_> {
    fn to_sql(&self, native: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Key(key) => key.0.as_slice().to_sql(native, out),
            Value::Bytes(bytes) => bytes.as_ref().to_sql(native, out),
            Value::Integer(number) if *native == Type::INT4 => i32::try_from(*number)?.to_sql(native, out),
            Value::Integer(number) => number.to_sql(native, out),
            Value::Text(text) => text.as_ref().to_sql(native, out),
        }
    }

    fn accepts(native: &Type) -> bool {
        [Type::BYTEA, Type::INT4, Type::INT8, Type::TEXT, Type::VARCHAR].contains(native)
    }

    to_sql_checked!();
}
