//! A server of coap-rs: answers every request with eight bytes, on a port that it tells.

use std::net::SocketAddr;

use coap::Server;
use coap::server::UdpCoapListener;
use coap_lite::CoapRequest;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await?;
        println!("listening on port {}", socket.local_addr()?.port());
        let listener = Box::new(UdpCoapListener::from_socket(socket));
        let server = Server::from_listeners(vec![listener]);
        server
            .run(|mut request: Box<CoapRequest<SocketAddr>>| async {
                if let Some(response) = &mut request.response {
                    response.message.payload = b"12345678".to_vec();
                }
                request
            })
            .await?;
        Ok(())
    })
}
