//! Arguments: what Python programs pass, as the class takes it.

use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyInt, PyMemoryView, PyString};

/// An integer; one beyond 32 bits becomes the nearest, which no property takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Int(pub(crate) i32);

impl Int {
    /// For members that take the greatest number too: one beyond 32 bits becomes the least, which none takes.
    pub(crate) fn or_least(self) -> i32 {
        if self.0 == i32::MAX { i32::MIN } else { self.0 }
    }
}

impl<'py> FromPyObject<'_, 'py> for Int {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = <i32 as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<i32>() {
            Ok(value) => Ok(Self(value)),
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => {
                Ok(Self(if object.lt(0)? { i32::MIN } else { i32::MAX }))
            }
            Err(error) => Err(error),
        }
    }
}

/// A truth value: True or False, or the numbers 1 and 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag(pub(crate) bool);

impl<'py> FromPyObject<'_, 'py> for Flag {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = <bool as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(flag) = object.extract::<bool>() {
            return Ok(Self(flag));
        }
        let number = object.is_instance_of::<PyInt>().then(|| object.extract::<i64>().ok());
        match number.flatten() {
            Some(0) => Ok(Self(false)),
            Some(1) => Ok(Self(true)),
            _ => {
                let message = format!("True or False is needed, not {}", object.repr()?);
                Err(PyTypeError::new_err(message))
            }
        }
    }
}

/// The value of a property that holds bytes: bytes-like, or text for the setting `CodePage` to encode.
#[derive(Debug)]
pub(crate) enum Data {
    Bytes(Vec<u8>),
    Text(String),
}

impl<'py> FromPyObject<'_, 'py> for Data {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.as_bytes().to_vec()));
        }
        if let Ok(text) = object.cast::<PyString>() {
            return Ok(Self::Text(text.to_str()?.to_owned()));
        }
        if let Ok(bytes) = object.cast::<PyByteArray>() {
            return Ok(Self::Bytes(bytes.to_vec()));
        }
        let is_number = object.is_instance_of::<PyInt>();
        let Some(view) = (!is_number).then(|| PyMemoryView::from(&object).ok()).flatten() else {
            let name = object.get_type().name()?;
            let message = format!("a bytes-like object or str is needed, not {name}");
            return Err(PyTypeError::new_err(message));
        };
        Ok(Self::Bytes(view.call_method0("tobytes")?.extract()?))
    }
}
