//! Methods, options and representations (RFC 7252 §5.4 to §5.10).

use coapt::wire::{Code, MessageType, OptionNumber};

use crate::failure::Failure;

use super::draft::Draft;
use super::exam::{Exam, Rule};
use super::finding::Grade;
use super::reply::{Heard, words};

/// A critical option that nobody knows: the range is for experiments (RFC 7252 §12.2).
const CRITICAL: OptionNumber = OptionNumber::new(65_001);

/// An elective option that nobody knows.
const ELECTIVE: OptionNumber = OptionNumber::new(65_000);

/// A content format that nobody has; the range is for experiments (RFC 7252 §12.3).
const NO_FORMAT: u32 = 65_001;

/// A name that no host has (RFC 6761 §6.4).
const NO_HOST: &str = "coapt-doctor.invalid";

/// Sends critical options that nobody knows.
pub(super) fn critical(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "critical-con",
        says: "a critical option that is not known leads to 4.02",
        section: "RFC 7252 §5.4.1",
    };
    const NON: Rule = Rule {
        check: "critical-non",
        says: "a NON message with a critical option that is not known is rejected",
        section: "RFC 7252 §5.4.1",
    };
    let reply = exam.ask_with(CRITICAL, b"x")?;
    exam.expect(RULE, "an unknown critical option", Code::BAD_OPTION, reply.as_ref());
    let mark = exam.probe.mark();
    let draft = exam.get().typed(MessageType::NonConfirmable).option(CRITICAL, b"x");
    let bytes = exam.probe.encode(&draft, mark);
    let heard = exam.probe.whisper(&bytes, mark)?;
    let code = heard.iter().find_map(Heard::code);
    let seen = format!(
        "an unknown critical option in a NON message is answered by {}",
        words(heard.first())
    );
    if code.is_some_and(Code::is_success) {
        exam.breach(Grade::Fail, NON, &seen);
    } else {
        exam.pass(NON, seen);
    }
    Ok(())
}

/// Sends elective options that nobody knows, and one with too long a value.
pub(super) fn elective(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "elective",
        says: "an elective option that is not known is silently ignored",
        section: "RFC 7252 §5.4.1",
    };
    const LONG: Rule = Rule {
        check: "elective-length",
        says: "an elective option whose value is too long is silently ignored",
        section: "RFC 7252 §5.4.3",
    };
    let reply = exam.ask_with(ELECTIVE, b"x")?;
    exam.expect_no_change(RULE, "a request with an unknown elective option", reply.as_ref());
    let reply = exam.ask_with(OptionNumber::ETAG, &[1; 9])?;
    exam.expect_no_change(LONG, "a request with an ETag of 9 bytes", reply.as_ref());
    Ok(())
}

/// Sends a critical option with too long a value, and one too often.
pub(super) fn unusable(exam: &mut Exam) -> Result<(), Failure> {
    const LONG: Rule = Rule {
        check: "critical-length",
        says: "a critical option whose value is too long is one that is not known, and leads to 4.02",
        section: "RFC 7252 §5.4.3",
    };
    const TWICE: Rule = Rule {
        check: "critical-repeated",
        says: "a critical option that stands there too often is one that is not known, and leads to 4.02",
        section: "RFC 7252 §5.4.5",
    };
    let reply = exam.ask_with(OptionNumber::ACCEPT, &[0; 3])?;
    exam.expect(LONG, "an Accept of 3 bytes", Code::BAD_OPTION, reply.as_ref());
    let draft = exam.get().uint(OptionNumber::ACCEPT, 0).uint(OptionNumber::ACCEPT, 0);
    let reply = exam.ask(&draft)?;
    exam.expect(TWICE, "an Accept that stands there twice", Code::BAD_OPTION, reply.as_ref());
    Ok(())
}

/// Asks the server to forward requests.
pub(super) fn proxying(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "proxy",
        says: "a server that does not forward requests answers 5.05",
        section: "RFC 7252 §5.10.2",
    };
    let uri = format!("coap://{NO_HOST}/");
    let whole = Draft::new(Code::GET, &coapt::wire::OptionsBuf::new())
        .option(OptionNumber::PROXY_URI, uri.as_bytes());
    let parts = exam
        .get()
        .option(OptionNumber::URI_HOST, NO_HOST.as_bytes())
        .option(OptionNumber::PROXY_SCHEME, b"coap");
    for (draft, what) in [(whole, "Proxy-Uri"), (parts, "Proxy-Scheme")] {
        let reply = exam.ask(&draft)?;
        let seen = format!("a request with {what} is answered by {}", words(reply.as_ref()));
        match reply.map(|reply| reply.code) {
            Some(Code::PROXYING_NOT_SUPPORTED) => exam.pass(RULE, seen),
            Some(
                Code::UNAUTHORIZED | Code::FORBIDDEN | Code::BAD_GATEWAY | Code::GATEWAY_TIMEOUT,
            ) => {
                exam.found(Grade::Note, RULE, format!("{seen}, as by a proxy"));
            }
            Some(Code::BAD_OPTION) => exam.breach(Grade::Warn, RULE, &seen),
            _ => exam.breach(Grade::Fail, RULE, &seen),
        }
    }
    Ok(())
}

/// Uses a method that nobody knows.
pub(super) fn methods(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "method",
        says: "a method that is not known leads to 4.05",
        section: "RFC 7252 §5.8",
    };
    let Some(code) = Code::new(0, 31) else { return Ok(()) };
    let draft = exam.get().coded(code);
    let reply = exam.ask(&draft)?;
    exam.expect(RULE, "the unknown method 0.31", Code::METHOD_NOT_ALLOWED, reply.as_ref());
    Ok(())
}

/// Asks for what is not there.
pub(super) fn not_found(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "not-found",
        says: "a resource that does not exist leads to 4.04",
        section: "RFC 7252 §5.9.2.5",
    };
    let draft = Draft::new(Code::GET, &coapt::wire::OptionsBuf::new())
        .option(OptionNumber::URI_PATH, b"coapt-doctor")
        .option(OptionNumber::URI_PATH, b"no-such-resource");
    let reply = exam.ask(&draft)?;
    let seen = format!("a path that nobody has is answered by {}", words(reply.as_ref()));
    match reply.map(|reply| reply.code) {
        Some(Code::NOT_FOUND) => exam.pass(RULE, seen),
        Some(Code::UNAUTHORIZED | Code::FORBIDDEN) => {
            exam.found(Grade::Note, RULE, format!("{seen}: the server does not tell what it has"));
        }
        Some(code) if code.is_success() => {
            exam.found(Grade::Note, RULE, format!("{seen}: the server seems to have every path"));
        }
        _ => exam.breach(Grade::Warn, RULE, &seen),
    }
    Ok(())
}

/// Names the host: by what is the default, and by a name that is not the server's.
pub(super) fn hosts(exam: &mut Exam) -> Result<(), Failure> {
    const DEFAULT: Rule = Rule {
        check: "uri-host-default",
        says: "Uri-Host and Uri-Port with the address and the port of the server say what they say when absent",
        section: "RFC 7252 §5.10.1",
    };
    const OTHER: Rule = Rule {
        check: "uri-host-other",
        says: "Uri-Host is an option that every server knows",
        section: "RFC 7252 §5.10.1",
    };
    let names_itself = exam.path.as_options().first(OptionNumber::URI_HOST).is_some();
    if names_itself {
        exam.found(
            Grade::Note,
            DEFAULT,
            "the URI names the host, so Uri-Host stands in all requests",
        );
        return Ok(());
    }
    let host = match exam.target.ip() {
        std::net::IpAddr::V4(ip) => ip.to_string(),
        std::net::IpAddr::V6(ip) => format!("[{ip}]"),
    };
    let draft = exam
        .get()
        .option(OptionNumber::URI_HOST, host.as_bytes())
        .uint(OptionNumber::URI_PORT, exam.target.port().into());
    let reply = exam.ask(&draft)?;
    exam.expect_no_change(DEFAULT, "a request with Uri-Host and Uri-Port", reply.as_ref());
    let reply = exam.ask_with(OptionNumber::URI_HOST, NO_HOST.as_bytes())?;
    let seen = format!("another host in Uri-Host is answered by {}", words(reply.as_ref()));
    match reply.map(|reply| reply.code) {
        None | Some(Code::BAD_OPTION) => exam.breach(Grade::Fail, OTHER, &seen),
        Some(code) if Some(code) == exam.plain_code() => {
            exam.found(Grade::Note, OTHER, format!("{seen}: the server answers to any name"));
        }
        Some(_) => exam.pass(OTHER, seen),
    }
    Ok(())
}

/// Asks for formats.
pub(super) fn accept(exam: &mut Exam) -> Result<(), Failure> {
    const OTHER: Rule = Rule {
        check: "accept-other",
        says: "if the format that is asked for cannot be given, the answer is 4.06, unless another error goes first",
        section: "RFC 7252 §5.10.4",
    };
    const SAME: Rule = Rule {
        check: "accept-same",
        says: "asking for the format that the resource has changes nothing",
        section: "RFC 7252 §5.10.4",
    };
    let Some(content) = exam.content() else { return Ok(()) };
    let format = content.uint(OptionNumber::CONTENT_FORMAT);
    let draft = exam.get().uint(OptionNumber::ACCEPT, NO_FORMAT);
    let reply = exam.ask(&draft)?;
    let case = "an Accept of a format that nobody has";
    match &reply {
        Some(reply) if reply.code == Code::BAD_OPTION => {
            let seen = format!(
                "{case} is answered by {reply}: the server does not know the option, which is critical"
            );
            exam.found(Grade::Note, OTHER, seen);
        }
        Some(reply) if reply.code != Code::NOT_ACCEPTABLE && !reply.code.is_success() => {
            exam.found(
                Grade::Note,
                OTHER,
                format!("{case} is answered by {reply}, which goes first"),
            );
        }
        _ => exam.expect(OTHER, case, Code::NOT_ACCEPTABLE, reply.as_ref()),
    }
    let Some(format) = format else {
        exam.found(
            Grade::Note,
            SAME,
            "the answer does not say its format, so asking for it cannot be tried",
        );
        return Ok(());
    };
    let draft = exam.get().uint(OptionNumber::ACCEPT, format);
    let reply = exam.ask(&draft)?;
    exam.expect_no_change(SAME, "an Accept of the format that the resource has", reply.as_ref());
    Ok(())
}

/// Asks whether what is known is still current.
pub(super) fn validation(exam: &mut Exam) -> Result<(), Failure> {
    const RULE: Rule = Rule {
        check: "etag",
        says: "a 2.03 carries the ETag and no payload",
        section: "RFC 7252 §5.9.1.3",
    };
    const WRONG: Rule = Rule {
        check: "etag-other",
        says: "2.03 is for an ETag that is current",
        section: "RFC 7252 §5.10.6.2",
    };
    let Some(content) = exam.content() else { return Ok(()) };
    let Some(etag) = content.etag().map(<[u8]>::to_vec) else {
        exam.found(
            Grade::Note,
            RULE,
            "the resource has no ETag, so clients fetch what they have already",
        );
        return Ok(());
    };
    let reply = exam.ask_with(OptionNumber::ETAG, &etag)?;
    let seen = format!("a GET with the current ETag is answered by {}", words(reply.as_ref()));
    match &reply {
        Some(reply) if reply.code == Code::VALID => {
            if reply.payload.is_empty() && reply.etag() == Some(etag.as_slice()) {
                exam.pass(RULE, seen);
            } else {
                exam.breach(
                    Grade::Fail,
                    RULE,
                    &format!("{seen} with a payload or without the ETag"),
                );
            }
        }
        Some(reply) if reply.code == Code::CONTENT => {
            exam.found(Grade::Note, RULE, format!("{seen}: the server gives ETags and does not look at them, or the resource has changed"));
        }
        _ => exam.breach(Grade::Fail, RULE, &seen),
    }
    let other: Vec<u8> = etag.iter().map(|byte| !byte).collect();
    let reply = exam.ask_with(OptionNumber::ETAG, &other)?;
    exam.expect_no_change(WRONG, "a GET with another ETag", reply.as_ref());
    Ok(())
}
