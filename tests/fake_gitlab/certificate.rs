//! An authority of our own and a certificate for the loopback, made anew at every start.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::wire::Wire;

/// The authority and what it signed.
pub struct Authority {
    pem: String,
    config: Arc<ServerConfig>,
}

impl Authority {
    pub fn new() -> Authority {
        let key = KeyPair::generate().expect("the system has random bytes");
        let mut authority = CertificateParams::new(Vec::new()).expect("no name is no bad name");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = authority.self_signed(&key).expect("the parameters are complete");
        let issuer = Issuer::new(authority, key);
        let names = vec!["127.0.0.1".to_owned(), "localhost".to_owned()];
        let leaf_key = KeyPair::generate().expect("the system has random bytes");
        let leaf = CertificateParams::new(names).expect("these names are good");
        let leaf = leaf.signed_by(&leaf_key, &issuer).expect("the parameters are complete");
        let secret = PrivateKeyDer::try_from(leaf_key.serialize_der()).expect("it is a key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows the usual versions")
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], secret)
            .expect("the key fits the certificate");
        Authority { pem: root.pem(), config: Arc::new(config) }
    }

    /// What clients have to trust.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Speaks TLS on a socket.
    pub fn accept(&self, socket: TcpStream) -> io::Result<Wire> {
        let connection =
            ServerConnection::new(Arc::clone(&self.config)).map_err(io::Error::other)?;
        Ok(Wire::Tls(Box::new(StreamOwned::new(connection, socket))))
    }
}
