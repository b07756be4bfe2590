//! HTTP/1.1 and TLS, by `ureq`: one exchange on a socket.
//!
//! Redirects and cookies are off, no status is an error, and nothing is read from the environment.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use flate2::read::MultiGzDecoder;
use ureq::config::Config;
use ureq::http::{HeaderValue, Request, Response, Uri};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, AsSendBody, Body};
use webpki_root_certs::TLS_SERVER_ROOT_CERTS;

use super::headers::Headers;
use super::network::{Answer, Exchange, Method, Network, NetworkError};
use super::proxy::Proxy;

/// What the caller knows of the way to the instance.
#[derive(Clone, Default)]
pub(crate) struct HttpOptions {
    /// Certificates in PEM of authorities that are trusted beside the usual ones.
    pub ca_file: Option<PathBuf>,
    /// The proxies of the environment.
    pub proxy: Proxy,
    /// How many connections to keep open.
    pub connections: usize,
}

/// Why there is no way to any instance.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The file of authorities is not there or may not be read.
    #[error("the certificates in `{}` cannot be read: {error}", path.display())]
    CertificatesUnreadable {
        /// The file as it was given.
        path: PathBuf,
        /// The system's own words.
        error: io::Error,
    },
    /// The file holds something else.
    #[error("`{}` holds no certificate; it has to be a PEM file", path.display())]
    NoCertificates {
        /// The file as it was given.
        path: PathBuf,
    },
    /// A variable names no proxy. The text is not shown, as it may hold a password.
    #[error("`{variable}` is not the address of a proxy")]
    Proxy {
        /// The variable.
        variable: &'static str,
    },
}

/// The network itself.
pub(crate) struct HttpNetwork {
    agent: Agent,
    proxy: Proxy,
}

impl HttpNetwork {
    /// Prepares connections; none is opened yet.
    ///
    /// Trusted are the authorities that Mozilla trusts, as they were when the program was built, and
    /// those of the file, so that the program behaves alike in any container.
    pub(crate) fn new(options: &HttpOptions) -> Result<HttpNetwork, HttpError> {
        let proxy = &options.proxy;
        for (variable, text) in
            [("HTTP_PROXY", &proxy.http), ("HTTPS_PROXY", &proxy.https), ("ALL_PROXY", &proxy.all)]
        {
            if text.as_deref().is_some_and(|text| !text.is_empty() && parse_proxy(text).is_none()) {
                return Err(HttpError::Proxy { variable });
            }
        }
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("portolan/", env!("CARGO_PKG_VERSION")))
            .max_idle_connections(options.connections)
            .max_idle_connections_per_host(options.connections)
            .tls_config(TlsConfig::builder().root_certs(roots(options)?).build())
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::new(), Names::default());
        Ok(HttpNetwork { agent, proxy: proxy.clone() })
    }

    /// Ends every exchange, for a run that was cancelled; none can be begun any more.
    pub(crate) fn hang_up(&self) {
        self.agent.clone().shutdown();
    }

    fn run(
        &self,
        request: &Exchange,
        body: impl AsSendBody,
    ) -> Result<Response<Body>, ureq::Error> {
        let mut builder = Request::builder()
            .method(match request.method {
                Method::Get => "GET",
                Method::Post => "POST",
            })
            .uri(request.url.as_str())
            .header("Accept-Encoding", "gzip");
        for (name, value) in request.headers {
            builder = builder.header(*name, *value);
        }
        if let Some(token) = request.token {
            let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))
                .map_err(|_| ureq::Error::BadUri("the token does not fit a header".to_owned()))?;
            // Whoever prints the request sees that there is a token, and no more.
            value.set_sensitive(true);
            builder = builder.header("Authorization", value);
        }
        let proxy = self.proxy.of(request.url).and_then(parse_proxy);
        let configured = self
            .agent
            .configure_request(builder.body(body)?)
            .timeout_global(Some(request.timeout))
            .proxy(proxy)
            .build();
        self.agent.run(configured)
    }
}

impl Network for HttpNetwork {
    fn send(&self, request: &Exchange) -> Result<Answer, NetworkError> {
        let result = match request.body {
            Some(body) => self.run(request, body),
            None => self.run(request, ()),
        };
        let proxied = self.proxy.of(request.url).is_some();
        let response = result.map_err(|error| failure(error, proxied))?;
        read(response, request.limit)
    }
}

/// Reads an answer to its end, or to the limit of its decoded body.
fn read(response: Response<Body>, limit: u64) -> Result<Answer, NetworkError> {
    let (parts, body) = response.into_parts();
    let mut headers = Headers::default();
    for (name, value) in &parts.headers {
        headers.push(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
    }
    let chunked = headers.all("transfer-encoding").any(|value| value.contains("chunked"));
    let length = body.content_length();
    let encoded = headers.get("content-encoding").unwrap_or("identity").to_ascii_lowercase();
    // An honest answer that is too long need not be read to know that.
    if encoded == "identity" && length.is_some_and(|length| length > limit) {
        return Err(NetworkError::TooLarge { limit });
    }
    let reader: Box<dyn Read> = match encoded.as_str() {
        "identity" | "" => Box::new(body.into_reader()),
        // `ureq` would decode by itself, but then its limit counts the bytes before decoding.
        "gzip" => Box::new(MultiGzDecoder::new(body.into_reader())),
        other => return Err(NetworkError::Other(format!("an answer encoded as `{other}`"))),
    };
    let mut content = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut content).map_err(broken_body)?;
    if u64::try_from(content.len()).is_ok_and(|length| length > limit) {
        return Err(NetworkError::TooLarge { limit });
    }
    // What gzip decodes ends with a sum, so it measures itself.
    let measured = chunked || length.is_some() || encoded == "gzip";
    Ok(Answer { status: parts.status.as_u16(), headers, body: content, measured })
}

/// What an error means that came up while reading a body.
fn broken_body(error: io::Error) -> NetworkError {
    match error.kind() {
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
            if error.get_ref().is_none_or(|inner| !inner.is::<ureq::Error>()) =>
        {
            NetworkError::Other(format!("the answer cannot be decoded: {error}"))
        }
        _ => failure(ureq::Error::from(error), false),
    }
}

/// What an error of `ureq` means.
fn failure(error: ureq::Error, proxied: bool) -> NetworkError {
    use ureq::Error as Ureq;
    match error {
        Ureq::Timeout(_) => NetworkError::TimedOut,
        Ureq::Io(error) => of_io(error, proxied),
        Ureq::Tls(text) => NetworkError::Tls(text.to_owned()),
        Ureq::Rustls(error) => NetworkError::Tls(error.to_string()),
        Ureq::ConnectProxyFailed(text) => NetworkError::Proxy(text),
        Ureq::InvalidProxyUrl => NetworkError::Proxy("its address cannot be used".to_owned()),
        Ureq::Other(error) => match error.downcast::<UnknownHost>() {
            Ok(host) if proxied => NetworkError::Proxy(host.to_string()),
            Ok(host) => NetworkError::Name(host.0),
            Err(error) => NetworkError::Other(error.to_string()),
        },
        other => NetworkError::Other(other.to_string()),
    }
}

fn of_io(error: io::Error, proxied: bool) -> NetworkError {
    use io::ErrorKind as Kind;
    match error.kind() {
        // Behind a proxy, the only connection of ours is the one to the proxy.
        Kind::ConnectionRefused if proxied => NetworkError::Proxy("it refuses".to_owned()),
        Kind::ConnectionRefused => NetworkError::Refused,
        Kind::TimedOut | Kind::WouldBlock => NetworkError::TimedOut,
        Kind::UnexpectedEof
        | Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::NotConnected => NetworkError::Cut,
        // This is how a handshake fails; nothing else of ours calls data invalid.
        Kind::InvalidData => NetworkError::Tls(error.to_string()),
        _ => NetworkError::Other(error.to_string()),
    }
}

/// The certificates to trust.
fn roots(options: &HttpOptions) -> Result<RootCerts, HttpError> {
    let mut certificates: Vec<Certificate<'static>> =
        TLS_SERVER_ROOT_CERTS.iter().map(|der| Certificate::from_der(der)).collect();
    if let Some(path) = &options.ca_file {
        let text = fs::read(path)
            .map_err(|error| HttpError::CertificatesUnreadable { path: path.clone(), error })?;
        let usual = certificates.len();
        certificates.extend(parse_pem(&text).filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        }));
        if certificates.len() == usual {
            return Err(HttpError::NoCertificates { path: path.clone() });
        }
    }
    Ok(RootCerts::from(certificates.into_iter()))
}

fn parse_proxy(text: &str) -> Option<ureq::Proxy> {
    ureq::Proxy::new(text).ok()
}

/// The system's lookup of names, with an error of its own that can be told from other failures.
#[derive(Debug, Default)]
struct Names(DefaultResolver);

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        self.0.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(_) | ureq::Error::HostNotFound => {
                let host = uri.host().unwrap_or_default().to_owned();
                ureq::Error::Other(Box::new(UnknownHost(host)))
            }
            other => other,
        })
    }
}

/// A name without an address.
#[derive(Debug)]
struct UnknownHost(String);

impl fmt::Display for UnknownHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the host `{}` was not found", self.0)
    }
}

impl Error for UnknownHost {}
