//! Files of any size, up and down, a block at a time; a download that broke off goes on where it stopped.
//!
//! Run: `cargo run -p coapt --features full --example file_transfer get URI FILE`, or `put FILE URI`.

use std::io::Write as _;
use std::path::Path;

use coapt::aio::Client;
use coapt::{Error, Reply, Request};
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt as _;

/// Fetches a resource into a file, behind what is there of it; gives the length.
pub(crate) async fn get(
    client: &Client,
    uri: &str,
    file: &Path,
) -> Result<u64, Box<dyn std::error::Error>> {
    let mut target = OpenOptions::new().create(true).append(true).open(file).await?;
    let position = target.metadata().await?.len();
    // The entity-tag of what is there would be kept beside the file by a program that must be sure.
    let mut download = client.download_from(Request::get(uri), position, None).await?;
    tokio::io::copy(&mut download, &mut target).await?;
    target.flush().await?;
    Ok(download.position())
}

/// Sends a file to a resource.
pub(crate) async fn put(client: &Client, file: &Path, uri: &str) -> Result<Reply, Error> {
    let unreadable = |error: std::io::Error| Error::Closed { reason: error.to_string() };
    let mut source = File::open(file).await.map_err(unreadable)?;
    let total = source.metadata().await.map_err(unreadable)?.len();
    let mut upload = client.upload(Request::put(uri), Some(total))?;
    tokio::io::copy(&mut source, &mut upload).await.map_err(unreadable)?;
    upload.finish().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let client = Client::new()?;
    let outcome = match words.as_slice() {
        ["get", uri, file] => format!("{} bytes", get(&client, uri, Path::new(file)).await?),
        ["put", file, uri] => put(&client, Path::new(file), uri).await?.code().to_string(),
        _ => return Err("say: get URI FILE, or put FILE URI".into()),
    };
    writeln!(std::io::stdout(), "{outcome}")?;
    Ok(())
}
