//! Questions to a base, and their answers.

use std::fmt::Write as _;

use super::base::Base;
use super::error::BaseError;
use super::value::Value;
use super::view::VIEWS;

/// Columns whose values are numbers in JSON.
const NUMBERS: [&str; 4] = ["value", "low", "high", "sources"];
const AMOUNTS: [&str; 3] = ["value", "low", "high"];
/// Columns whose values are truths in JSON.
const TRUTHS: [&str; 2] = ["contradicted", "part"];

/// A question: a view, and what it is asked about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// The name of the view.
    pub(crate) view: String,
    /// Who or what: a slug, with or without its kind, a name, or another surface that texts use.
    pub(crate) entity: Option<String>,
    /// Only of this attribute.
    pub(crate) attribute: Option<String>,
    /// Only from this day on, and only up to this one.
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
    /// The most rows.
    pub(crate) limit: usize,
}

/// The answer: a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) columns: Vec<String>,
    /// A field for each column; `None` where it is unknown.
    pub(crate) rows: Vec<Vec<Option<String>>>,
}

/// Asks `question`.
///
/// # Errors
/// When the store fails, or nothing in the base is called what the question names.
pub(crate) fn ask(base: &mut dyn Base, question: &Question) -> Result<Answer, BaseError> {
    let Some(view) = VIEWS.iter().find(|view| view.name == question.view) else {
        let names: Vec<&str> = VIEWS.iter().map(|view| view.name).collect();
        let told = format!("there is no question `{}`; ask {}", question.view, names.join(", "));
        return Err(BaseError::Question(told));
    };
    let columns = base.columns(&format!("SELECT * FROM {}", view.name))?;
    let mut parameters: Vec<Value<'_>> = Vec::new();
    let mut wanted = String::from("1 = 1");
    if let Some(entity) = &question.entity {
        let slugs = slugs(base, entity)?;
        let places: Vec<String> = (1..=slugs.len()).map(|place| format!("${place}")).collect();
        parameters.extend(slugs.into_iter().map(Value::from));
        _ = write!(wanted, " AND entity IN ({})", places.join(", "));
    }
    let day = if columns.iter().any(|c| c == "first_seen") {
        "coalesce(first_day, first_seen)"
    } else {
        "first_day"
    };
    let day = format!("CAST({day} AS TEXT)");
    let limits = [
        ("attribute =", &question.attribute),
        (&*format!("{day} >="), &question.since),
        (&*format!("{day} <="), &question.until),
    ];
    for (condition, value) in limits {
        let Some(value) = value else { continue };
        if condition.starts_with("attribute") && !columns.iter().any(|c| c == "attribute") {
            let told = format!("`{}` knows no attributes; ask quantity or contradiction", view.name);
            return Err(BaseError::Question(told));
        }
        parameters.push(value.clone().into());
        _ = write!(wanted, " AND {condition} ${}", parameters.len());
    }
    let shown: Vec<String> = columns.iter().map(|c| format!("CAST({c} AS TEXT) AS shown_{c}")).collect();
    // Amounts are text in SQLite, and are to be in the order of numbers in both stores.
    let sorted = columns.iter().map(|column| match AMOUNTS.contains(&column.as_str()) {
        true => format!("CAST({column} AS NUMERIC) NULLS FIRST"),
        false => format!("{column} NULLS FIRST"),
    });
    let sorted: Vec<String> = sorted.collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE {wanted} ORDER BY {}, {} LIMIT {}",
        shown.join(", "),
        view.name,
        view.order,
        sorted.join(", "),
        question.limit
    );
    let mut rows = Vec::new();
    base.query(&sql, &parameters, &mut |row| {
        rows.push(row.iter().map(|value| value.text().map(str::to_owned)).collect());
    })?;
    Ok(Answer { columns, rows })
}

/// The slugs of the entities that are called `name`.
fn slugs(base: &mut dyn Base, name: &str) -> Result<Vec<String>, BaseError> {
    const WAYS: [&str; 3] = [
        "SELECT slug FROM entity WHERE slug = $1 OR slug IN ('company/' || $1, 'product/' || $1, 'person/' || $1, \
         'place/' || $1, 'organization/' || $1) ORDER BY slug",
        "SELECT slug FROM entity WHERE name = $1 ORDER BY slug",
        "SELECT DISTINCT e.slug FROM entity e JOIN mention m ON m.entity = e.key WHERE m.text = $1 ORDER BY e.slug",
    ];
    for sql in WAYS {
        let mut slugs = Vec::new();
        base.query(sql, &[name.into()], &mut |row| slugs.extend(row[0].text().map(str::to_owned)))?;
        if !slugs.is_empty() {
            return Ok(slugs);
        }
    }
    Err(BaseError::Question(format!(
        "nothing in the base is called `{name}`; give a name or slug as the records have it, such as company/xiaomi"
    )))
}

impl Answer {
    /// The rows as JSON objects, one a line. Unknown fields are null.
    pub(crate) fn to_json(&self) -> String {
        let object = |row: &Vec<Option<String>>| {
            let fields = self.columns.iter().zip(row);
            let fields: Vec<String> = fields
                .map(|(column, value)| format!("\"{column}\":{}", json(column, value.as_deref())))
                .collect();
            format!("{{{}}}\n", fields.join(","))
        };
        self.rows.iter().map(object).collect()
    }

    /// The rows as a table for people; columns in which all is unknown are left out.
    pub(crate) fn to_table(&self) -> String {
        let known = |column: usize| self.rows.iter().any(|row| row[column].is_some());
        let columns: Vec<usize> = (0..self.columns.len()).filter(|&column| known(column)).collect();
        let field = |row: &[Option<String>], column: usize| {
            row[column].clone().unwrap_or_default().replace('\n', " ")
        };
        let width = |text: &str| text.chars().count();
        let widths: Vec<usize> = columns
            .iter()
            .map(|&c| {
                self.rows
                    .iter()
                    .map(|row| width(&field(row, c)))
                    .max()
                    .unwrap_or(0)
                    .max(width(&self.columns[c]))
            })
            .collect();
        let line = |fields: Vec<String>| {
            let fields =
                fields.iter().zip(&widths).map(|(text, &w)| format!("{text}{}", " ".repeat(w - width(text))));
            format!("{}\n", fields.collect::<Vec<_>>().join("  ").trim_end())
        };
        let mut out = line(columns.iter().map(|&c| self.columns[c].clone()).collect());
        for row in &self.rows {
            out += &line(columns.iter().map(|&c| field(row, c)).collect());
        }
        out
    }
}

/// A field in JSON; a number keeps its digits.
fn json(column: &str, value: Option<&str>) -> String {
    match value {
        None => "null".to_owned(),
        Some(value) if TRUTHS.contains(&column) => matches!(value, "1" | "true").to_string(),
        Some(value) if NUMBERS.contains(&column) => value.to_owned(),
        Some(value) => serde_json::Value::from(value).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_table_or_json() {
        let some = |text: &str| Some(text.to_owned());
        let answer = Answer {
            columns: ["entity", "value", "low", "contradicted"].map(str::to_owned).to_vec(),
            rows: vec![
                vec![some("company/fpt"), some("1234567890123456789012345678.5"), None, some("1")],
                vec![some("product/đèn"), None, None, some("false")],
            ],
        };
        assert_eq!(
            answer.to_json(),
            "{\"entity\":\"company/fpt\",\"value\":1234567890123456789012345678.5,\"low\":null,\"contradicted\":true}\n\
             {\"entity\":\"product/đèn\",\"value\":null,\"low\":null,\"contradicted\":false}\n"
        );
        assert_eq!(
            answer.to_table(),
            "entity       value                           contradicted\n\
             company/fpt  1234567890123456789012345678.5  1\n\
             product/đèn                                  false\n"
        );
    }
}
