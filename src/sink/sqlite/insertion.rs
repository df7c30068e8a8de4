//! One statement that is run for row after row. The values are bound where they lie: the driver would copy each of them to the heap.

use std::ffi::{CStr, c_int};
use std::marker::PhantomData;
use std::ptr;

use rusqlite::{Connection, ffi};

use crate::kb::Value;

/// A prepared statement with a parameter for each column.
pub(super) struct Insertion<'c> {
    handle: *mut ffi::sqlite3,
    statement: *mut ffi::sqlite3_stmt,
    width: usize,
    connection: PhantomData<&'c Connection>,
}

impl<'c> Insertion<'c> {
    /// Prepares `sql`, which has `width` parameters.
    #[expect(unsafe_code, reason = "SQLite's own face; argued below")]
    pub(super) fn prepare(connection: &'c Connection, sql: &str, width: usize) -> rusqlite::Result<Self> {
        let mut statement = ptr::null_mut();
        // SAFETY: The handle is that of an open connection, which stays open and is not used by another thread for as long as this
        // lives, since it is borrowed and is not `Sync`. The text is read up to its length, and not kept.
        let (handle, code) = unsafe {
            let handle = connection.handle();
            let length = c_int::try_from(sql.len()).unwrap_or(c_int::MAX);
            let text = sql.as_ptr().cast();
            (handle, ffi::sqlite3_prepare_v2(handle, text, length, &raw mut statement, ptr::null_mut()))
        };
        let insertion = Self { handle, statement, width, connection: PhantomData };
        insertion.check(code)?;
        Ok(insertion)
    }

    /// Runs it with `row`, which has a value for each parameter.
    #[expect(unsafe_code, reason = "SQLite's own face; argued below")]
    pub(super) fn run(&mut self, row: &[Value<'_>]) -> rusqlite::Result<()> {
        assert_eq!(row.len(), self.width, "a row has a value for each column");
        for (place, value) in (1..).zip(row) {
            self.bind(place, value)?;
        }
        // SAFETY: The statement was prepared and is at its beginning. What is bound is read by this step alone, in which `row` is
        // borrowed: before another step all parameters are bound anew.
        let code = unsafe {
            let code = ffi::sqlite3_step(self.statement);
            ffi::sqlite3_reset(self.statement);
            code
        };
        if code == ffi::SQLITE_DONE { Ok(()) } else { self.check(code) }
    }

    #[expect(unsafe_code, reason = "SQLite's own face; argued below")]
    fn bind(&self, place: c_int, value: &Value<'_>) -> rusqlite::Result<()> {
        // SAFETY: The statement was prepared and is at its beginning; a place that it does not have is an error. No destructor
        // (`None`) says that the bytes stay where they are until they are bound anew or not used any more, which `run` sees to.
        // Their pointers are not null, also where there are no bytes.
        self.check(unsafe {
            let blob = |bytes: &[u8]| {
                ffi::sqlite3_bind_blob64(
                    self.statement,
                    place,
                    bytes.as_ptr().cast(),
                    bytes.len() as u64,
                    None,
                )
            };
            match value {
                Value::Null => ffi::sqlite3_bind_null(self.statement, place),
                Value::Integer(number) => ffi::sqlite3_bind_int64(self.statement, place, *number),
                Value::Key(key) => blob(&key.0),
                Value::Bytes(bytes) => blob(bytes),
                Value::Text(text) => ffi::sqlite3_bind_text64(
                    self.statement,
                    place,
                    text.as_ptr().cast(),
                    text.len() as u64,
                    None,
                    ffi::SQLITE_UTF8 as u8,
                ),
            }
        })
    }

    /// The error that `code` stands for.
    #[expect(unsafe_code, reason = "SQLite's own face; argued below")]
    fn check(&self, code: c_int) -> rusqlite::Result<()> {
        if code == ffi::SQLITE_OK {
            return Ok(());
        }
        // SAFETY: The connection is open, and what it says ends with a zero and stays until it is used again.
        let told = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.handle)) };
        let told = told.to_string_lossy().into_owned();
        Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(told)))
    }
}

impl Drop for Insertion<'_> {
    #[expect(unsafe_code, reason = "SQLite's own face; argued below")]
    fn drop(&mut self) {
        // SAFETY: It was prepared here (or is null, which is let pass), and nobody else has it.
        unsafe { ffi::sqlite3_finalize(self.statement) };
    }
}
