//! The settings that `config` reads and writes: one table, one value a row.

use coapt_proto::{Config, Oversized, Recognized, Role, Transmission};
use coapt_wire::OptionNumber;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;

use super::errors::CoAPError;
use crate::code_page::CodePage;

/// The value of a setting.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Bool(bool),
    Int(i64),
    Text(String),
}

/// What a setting accepts.
#[derive(Clone, Copy, Debug)]
enum Accepts {
    /// True, False, 1, 0, Yes, No in any case.
    Bool,
    /// A decimal number in this range.
    Int(i64, i64),
    /// A decimal fraction in this range, kept as text.
    Fraction(f64, f64),
    /// Any text.
    Text,
    /// An IP address, or nothing.
    Address,
    /// Six hex bytes separated by ':' or '-', or nothing.
    MacAddress,
    /// Option numbers joined by commas, or `*`, or nothing.
    OptionNumbers,
    /// A number of 0 to 5 or its name.
    TrafficType,
    /// An identifier of the code page table.
    CodePage,
    /// Nothing: it is computed.
    Nothing,
}

/// The names of the traffic types, in order of their numbers.
const TRAFFIC_TYPES: [&str; 6] =
    ["BestEffort", "Background", "ExcellentEffort", "AudioVideo", "Voice", "Control"];

/// The DSCP of each traffic type: CS0, CS1, CS3, CS5, EF, CS6.
const TRAFFIC_DSCP: [u8; 6] = [0, 8, 24, 40, 46, 48];

/// Makes the settings, one a row: name, what it accepts, default.
macro_rules! settings {
    ($($name:ident, $accepts:expr, $default:expr;)*) => {
        /// A setting by its documented name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Setting {
            $($name,)*
        }

        impl Setting {
            const ALL: [(Self, &'static str); [$(stringify!($name)),*].len()] =
                [$((Self::$name, stringify!($name)),)*];

            fn accepts(self) -> Accepts {
                match self {
                    $(Self::$name => $accepts,)*
                }
            }

            fn default_value(self) -> Value {
                match self {
                    $(Self::$name => $default,)*
                }
            }
        }
    };
}

settings! {
    CaptureIPPacketInfo, Accepts::Bool, Value::Bool(false);
    DelayHostResolution, Accepts::Bool, Value::Bool(false);
    DestinationAddress, Accepts::Nothing, Value::Text(String::new());
    DontFragment, Accepts::Bool, Value::Bool(false);
    LocalHost, Accepts::Nothing, Value::Text(String::new());
    LocalPort, Accepts::Nothing, Value::Int(0);
    MaxPacketSize, Accepts::Int(1, 65_535), Value::Int(65_535);
    QOSDSCPValue, Accepts::Int(0, 63), Value::Int(0);
    QOSTrafficType, Accepts::TrafficType, Value::Int(0);
    ShareLocalPort, Accepts::Bool, Value::Bool(false);
    SourceIPAddress, Accepts::Address, Value::Text(String::new());
    SourceMacAddress, Accepts::MacAddress, Value::Text(String::new());
    UseConnection, Accepts::Bool, Value::Bool(false);
    UseIPv6, Accepts::Bool, Value::Bool(false);
    AbsoluteTimeout, Accepts::Bool, Value::Bool(false);
    FirewallData, Accepts::Text, Value::Text(String::new());
    InBufferSize, Accepts::Int(0, 2_147_483_647), Value::Int(0);
    OutBufferSize, Accepts::Int(0, 2_147_483_647), Value::Int(0);
    BuildInfo, Accepts::Nothing, Value::Text(String::new());
    CodePage, Accepts::CodePage, Value::Text("65001".to_owned());
    LicenseInfo, Accepts::Nothing, Value::Text(String::new());
    MaskSensitive, Accepts::Bool, Value::Bool(true);
    ProcessIdleEvents, Accepts::Bool, Value::Bool(true);
    SelectWaitMillis, Accepts::Int(0, 2_147_483_647), Value::Int(20);
    UseInternalSecurityAPI, Accepts::Bool, Value::Bool(!cfg!(windows));
    LogLevel, Accepts::Int(0, 3), Value::Int(1);
    RecognizedOptions, Accepts::OptionNumbers, Value::Text(String::new());
    NStart, Accepts::Int(1, 255), Value::Int(1);
    AckTimeout, Accepts::Int(1, 600_000), Value::Int(2_000);
    AckRandomFactor, Accepts::Fraction(1.0, 10.0), Value::Text("1.5".to_owned());
    MaxRetransmit, Accepts::Int(0, 20), Value::Int(4);
}

/// The values of all settings of one object.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    values: Vec<Value>,
    code_page: CodePage,
}

impl Default for Settings {
    fn default() -> Self {
        let values = Setting::ALL.iter().map(|(setting, _)| setting.default_value()).collect();
        Self { values, code_page: CodePage::UTF_8 }
    }
}

impl Setting {
    /// Finds a setting; upper and lower case are the same.
    pub(crate) fn find(name: &str) -> Result<Self, CoAPError> {
        let found = Self::ALL.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
        found
            .map(|(setting, _)| *setting)
            .ok_or_else(|| CoAPError::argument(format!("there is no setting {name:?}")))
    }

    /// Tells whether an idle client socket has to be opened anew for the setting to act.
    pub(crate) fn is_about_sockets(self) -> bool {
        matches!(
            self,
            Self::CaptureIPPacketInfo
                | Self::DontFragment
                | Self::MaxPacketSize
                | Self::QOSDSCPValue
                | Self::QOSTrafficType
                | Self::ShareLocalPort
                | Self::SourceIPAddress
                | Self::SourceMacAddress
                | Self::UseConnection
                | Self::UseIPv6
                | Self::InBufferSize
                | Self::OutBufferSize
        )
    }

    /// Tells whether the setting is one of the endpoint's.
    pub(crate) fn is_about_protocol(self) -> bool {
        matches!(
            self,
            Self::RecognizedOptions
                | Self::NStart
                | Self::AckTimeout
                | Self::AckRandomFactor
                | Self::MaxRetransmit
        )
    }
}

impl Settings {
    /// Reads a text for a setting and stores it.
    pub(crate) fn set(&mut self, setting: Setting, text: &str) -> Result<(), CoAPError> {
        let unusable = || CoAPError::argument(format!("{setting:?} cannot be {text:?}"));
        let value = read(setting.accepts(), text).ok_or_else(unusable)?;
        if setting == Setting::CodePage {
            self.code_page = code_page(text).ok_or_else(unusable)?;
        }
        if let Some(place) = self.values.get_mut(setting as usize) {
            *place = value;
        }
        Ok(())
    }

    /// Gives the value as text: booleans as True or False, numbers in decimal.
    pub(crate) fn text(&self, setting: Setting) -> String {
        match self.values.get(setting as usize) {
            Some(Value::Bool(true)) => "True".to_owned(),
            Some(Value::Bool(false)) => "False".to_owned(),
            Some(Value::Int(value)) => value.to_string(),
            Some(Value::Text(text)) => text.clone(),
            None => String::new(),
        }
    }

    pub(crate) fn is_on(&self, setting: Setting) -> bool {
        matches!(self.values.get(setting as usize), Some(Value::Bool(true)))
    }

    /// Gives the value of a setting that is a number, 0 for any other.
    pub(crate) fn int<T: TryFrom<i64> + Default>(&self, setting: Setting) -> T {
        match self.values.get(setting as usize) {
            Some(Value::Int(value)) => T::try_from(*value).unwrap_or_default(),
            _ => T::default(),
        }
    }

    pub(crate) fn code_page(&self) -> CodePage {
        self.code_page
    }

    pub(crate) fn source_address(&self) -> Option<IpAddr> {
        self.text(Setting::SourceIPAddress).parse().ok()
    }

    pub(crate) fn source_mac(&self) -> Option<[u8; 6]> {
        mac_address(&self.text(Setting::SourceMacAddress))
    }

    /// Gives the DSCP that the two traffic class settings ask for.
    pub(crate) fn dscp(&self) -> Option<u8> {
        let explicit: u8 = self.int(Setting::QOSDSCPValue);
        let by_type = TRAFFIC_DSCP.get(self.int::<usize>(Setting::QOSTrafficType)).copied();
        let dscp = if explicit == 0 { by_type.unwrap_or_default() } else { explicit };
        (dscp != 0).then_some(dscp)
    }

    /// Makes the configuration of the endpoint for a mode.
    pub(crate) fn protocol(&self, role: Role) -> Config {
        let mut config = Config::default();
        // D55: a datagram longer than MaxPacketSize counts as malformed.
        config.oversized = Oversized::Reject;
        config.role = role;
        config.transmission = Transmission {
            ack_timeout: Duration::from_millis(self.int(Setting::AckTimeout)),
            ack_random_factor: self.text(Setting::AckRandomFactor).parse().unwrap_or(1.5),
            max_retransmit: self.int(Setting::MaxRetransmit),
            nstart: self.int(Setting::NStart),
            ..Transmission::default()
        };
        config.recognized = self.recognized();
        config
    }

    fn recognized(&self) -> Recognized {
        let text = self.text(Setting::RecognizedOptions);
        if text == "*" {
            return Recognized::All;
        }
        let numbers = option_numbers(&text).unwrap_or_default();
        Recognized::Numbers(numbers.into_iter().map(OptionNumber::new).collect())
    }
}

/// Reads a text, or refuses it.
fn read(accepts: Accepts, text: &str) -> Option<Value> {
    match accepts {
        Accepts::Bool => boolean(text).map(Value::Bool),
        Accepts::Int(low, high) => {
            integer(text).filter(|value| (low..=high).contains(value)).map(Value::Int)
        }
        Accepts::Fraction(low, high) => {
            let value: f64 = text.trim().parse().ok()?;
            (low..=high).contains(&value).then(|| Value::Text(value.to_string()))
        }
        Accepts::Text => Some(Value::Text(text.to_owned())),
        Accepts::CodePage => code_page(text).map(|_| Value::Text(text.trim().to_owned())),
        Accepts::Address => {
            let text = text.trim();
            let valid = text.is_empty() || text.parse::<IpAddr>().is_ok();
            valid.then(|| Value::Text(text.to_owned()))
        }
        Accepts::MacAddress => {
            let text = text.trim();
            let valid = text.is_empty() || mac_address(text).is_some();
            valid.then(|| Value::Text(text.to_owned()))
        }
        Accepts::OptionNumbers if text.trim() == "*" => Some(Value::Text("*".to_owned())),
        Accepts::OptionNumbers => {
            let numbers: Vec<String> =
                option_numbers(text.trim())?.iter().map(u16::to_string).collect();
            Some(Value::Text(numbers.join(",")))
        }
        Accepts::TrafficType => traffic_type(text.trim()).map(Value::Int),
        Accepts::Nothing => None,
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// Reads a decimal number: digits with a minus sign or without.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

fn traffic_type(text: &str) -> Option<i64> {
    let named = TRAFFIC_TYPES.iter().position(|name| name.eq_ignore_ascii_case(text));
    match named {
        Some(place) => i64::try_from(place).ok(),
        None => integer(text).filter(|value| (0..=5).contains(value)),
    }
}

/// Reads option numbers joined by commas; nothing at all is the empty set.
fn option_numbers(text: &str) -> Option<BTreeSet<u16>> {
    if text.is_empty() {
        return Some(BTreeSet::new());
    }
    text.split(',').map(|part| integer(part).and_then(|n| u16::try_from(n).ok())).collect()
}

fn mac_address(text: &str) -> Option<[u8; 6]> {
    let separator = if text.contains(':') { ':' } else { '-' };
    let bytes: Option<Vec<u8>> = text
        .split(separator)
        .map(|part| {
            let is_byte = part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_hexdigit());
            is_byte.then(|| u8::from_str_radix(part, 16).ok()).flatten()
        })
        .collect();
    bytes?.try_into().ok()
}

/// Finds the code page with this identifier; the list for macOS writes some in hex.
fn code_page(text: &str) -> Option<CodePage> {
    let identifier = match text.trim().strip_prefix("0x") {
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
            u32::from_str_radix(digits, 16).ok()
        }
        _ => integer(text).and_then(|value| u32::try_from(value).ok()),
    };
    CodePage::new(identifier?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // contract: prop.use_confirmable_messages.b6, D59
    #[test]
    fn an_unanswered_message_expires_after_62_to_93_seconds() {
        let mut settings = Settings::default();
        let longest = settings.protocol(Role::Client).transmission.max_transmit_wait();
        settings.set(Setting::AckRandomFactor, "1").unwrap();
        let shortest = settings.protocol(Role::Server).transmission.max_transmit_wait();

        assert_eq!((shortest.as_secs(), longest.as_secs()), (62, 93));
    }
}
