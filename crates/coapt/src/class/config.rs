//! The method `config`: settings by name.

use super::coap::CoAP;
use super::errors::CoAPError;
use super::settings::{Setting, integer};
use super::sockets::SocketUse;

/// The product's name and version.
const BUILD: &str = concat!("coapt ", env!("CARGO_PKG_VERSION"));

impl CoAP {
    /// Reads or writes a setting: `"NAME"` returns the value as text, `"NAME=VALUE"` sets it and returns "".
    ///
    /// Names are matched without regard to case and blanks around them; only the first `=` separates. Booleans accept
    /// True, False, 1, 0, Yes and No in any case and read back as True or False, numbers in decimal.
    ///
    /// | Setting | Values, default | Meaning |
    /// |---|---|---|
    /// | `CaptureIPPacketInfo` | bool, False | collects the destination address of received datagrams |
    /// | `DestinationAddress` | read-only | that address of the last datagram, "" if it is not collected |
    /// | `DontFragment` | bool, False | sets the Don't Fragment flag on outgoing datagrams |
    /// | `LocalHost`, `LocalPort` | as the properties | the same values as `local_host` and `local_port` |
    /// | `MaxPacketSize` | 1 to 65535 bytes, 65535 | longer datagrams count as malformed |
    /// | `QOSDSCPValue` | 0 to 63, 0 | DSCP of outgoing datagrams, with `UseConnection` |
    /// | `QOSTrafficType` | 0 to 5 or a name, 0 | `BestEffort`, Background, `ExcellentEffort`, `AudioVideo`, Voice, Control |
    /// | `ShareLocalPort` | bool, False | lets several objects share one local port |
    /// | `SourceIPAddress` | address, "" | source address of outgoing datagrams, one of this machine |
    /// | `SourceMacAddress` | six hex bytes, "" | sends at link layer with this source address; needs the privilege |
    /// | `UseConnection` | bool, False | the client's socket is connected to the destination of the request |
    /// | `UseIPv6` | bool, False | IPv6 instead of IPv4 for sockets, names and addresses |
    /// | `InBufferSize`, `OutBufferSize` | bytes, 0 | socket buffers asked for; while active, the sizes in effect |
    /// | `SelectWaitMillis` | milliseconds, 20 | how long `do_events` waits when nothing is ready |
    /// | `CodePage` | identifier, 65001 | encodes text that is assigned to bytes properties |
    /// | `LogLevel` | 0 to 3, 1 | none, information, verbose, debug (every datagram) |
    /// | `MaskSensitive` | bool, True | hides payloads, tokens, `ETags`, queries and keys in log messages |
    /// | `BuildInfo`, `LicenseInfo` | read-only | texts about this build and its licence |
    /// | `DelayHostResolution`, `AbsoluteTimeout`, `FirewallData`, `ProcessIdleEvents`, `UseInternalSecurityAPI` | | stored and returned without effect |
    ///
    /// Extensions of coapt: `RecognizedOptions` (option numbers joined by commas, or `*`; default empty) declares
    /// critical options that the application handles itself (RFC 7252 §5.4.1); `NStart` (1 to 255, default 1) is how
    /// many requests may be outstanding towards one peer (RFC 7252 §4.7); `AckTimeout` (milliseconds, 2000),
    /// `AckRandomFactor` (1.0 to 10, 1.5) and `MaxRetransmit` (0 to 20, 4) are the transmission parameters of
    /// RFC 7252 §4.8 and act on messages sent afterwards.
    ///
    /// # Errors
    /// 10022 for an unknown name or an unusable value; 106, 107 and 117 for `LocalPort`, `LocalHost` and
    /// `UseConnection` while the object is active. Nothing changes then.
    pub fn config(&mut self, configuration_string: &str) -> Result<String, CoAPError> {
        match configuration_string.split_once('=') {
            None => {
                let setting = Setting::find(configuration_string.trim())?;
                Ok(self.read_setting(setting))
            }
            Some((name, value)) => {
                let setting = Setting::find(name.trim())?;
                self.write_setting(setting, value)?;
                Ok(String::new())
            }
        }
    }

    fn read_setting(&self, setting: Setting) -> String {
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others read as they were set")]
        match setting {
            Setting::LocalHost => self.local_host(),
            Setting::LocalPort => self.local_port().to_string(),
            Setting::BuildInfo => BUILD.to_owned(),
            Setting::LicenseInfo => license_info(),
            Setting::DestinationAddress => self.destination_address(),
            Setting::InBufferSize | Setting::OutBufferSize => self.buffer_size(setting),
            _ => self.settings.text(setting),
        }
    }

    fn write_setting(&mut self, setting: Setting, value: &str) -> Result<(), CoAPError> {
        if setting == Setting::LocalHost {
            return self.set_local_host(value.trim());
        }
        if setting == Setting::LocalPort {
            let port = integer(value).and_then(|port| i32::try_from(port).ok());
            let unusable = || CoAPError::argument(format!("LocalPort cannot be {value:?}"));
            return self.set_local_port(port.ok_or_else(unusable)?);
        }
        let is_active = self.is_active();
        if setting == Setting::UseConnection && is_active {
            let message = "UseConnection cannot change while the object is active";
            return Err(CoAPError::new(CoAPError::CONNECTION_IN_USE, message));
        }
        self.settings.set(setting, value)?;
        if setting.is_about_sockets() {
            self.socket_settings_changed(is_active);
        }
        if setting.is_about_protocol() {
            self.apply_protocol_settings();
        }
        self.refresh_tap();
        Ok(())
    }

    fn destination_address(&self) -> String {
        let is_captured = self.settings.is_on(Setting::CaptureIPPacketInfo);
        let destination =
            self.driver.as_ref().filter(|_| is_captured).and_then(|driver| driver.destination());
        destination.map(super::uris::address_text).unwrap_or_default()
    }

    fn buffer_size(&self, setting: Setting) -> String {
        match self.driver.as_ref().filter(|_| self.is_active()) {
            Some(driver) if setting == Setting::InBufferSize => {
                driver.receive_buffer_size().to_string()
            }
            Some(driver) => driver.send_buffer_size().to_string(),
            None => self.settings.text(setting),
        }
    }

    /// An idle client socket is closed, so that the next request opens one with the new settings.
    fn socket_settings_changed(&mut self, is_active: bool) {
        if is_active {
            self.socket_use = match self.socket_use {
                SocketUse::Client | SocketUse::OutdatedClient => SocketUse::OutdatedClient,
                SocketUse::Server => SocketUse::Server,
            };
        } else {
            self.close_socket();
        }
    }
}

fn license_info() -> String {
    let version = env!("CARGO_PKG_VERSION");
    [
        "Product: coapt".to_owned(),
        "Product Key: none".to_owned(),
        "License Source: LICENSE-MIT, LICENSE-APACHE".to_owned(),
        format!("License Type: {}", env!("CARGO_PKG_LICENSE")),
        format!("Last Valid Build: {version}"),
    ]
    .join("\n")
}
