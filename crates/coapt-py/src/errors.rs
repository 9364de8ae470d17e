//! The exceptions: defined in Python, where a class can have two bases, and raised here.

use coapt::{CoAPError, UriError};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

static ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static INDEX_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// Makes the exception for an error; an exception of a handler comes back as it was.
pub(crate) fn exception(py: Python<'_>, error: CoAPError) -> PyErr {
    match error.into_handler_error() {
        Ok(thrown) => match thrown.downcast::<PyErr>() {
            Ok(exception) => *exception,
            Err(other) => PyRuntimeError::new_err(other.to_string()),
        },
        Err(error) => raise(py, &ERROR, "CoAPError", &error),
    }
}

/// Makes the exception for an index out of range, which is an `IndexError` too.
pub(crate) fn index_exception(py: Python<'_>, error: &CoAPError) -> PyErr {
    raise(py, &INDEX_ERROR, "CoAPIndexError", error)
}

/// Makes the exception for a text that is no URI.
pub(crate) fn uri_exception(py: Python<'_>, text: &str, error: &UriError) -> PyErr {
    make(py, &ERROR, "CoAPError", (CoAPError::INVALID_URI, format!("{text:?}: {error}")))
}

fn raise(py: Python<'_>, cache: &PyOnceLock<Py<PyType>>, name: &str, error: &CoAPError) -> PyErr {
    make(py, cache, name, (error.code(), error.message().to_owned()))
}

fn make(
    py: Python<'_>,
    cache: &PyOnceLock<Py<PyType>>,
    name: &str,
    arguments: (i32, String),
) -> PyErr {
    match cache.import(py, "coapt._errors", name) {
        Ok(class) => PyErr::from_type(class.clone(), arguments),
        Err(failed) => failed,
    }
}
