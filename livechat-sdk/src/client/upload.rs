use super::{Client, execute::execute_upload, file_part::FilePart};
use crate::{
    endpoint::{Upload, encode},
    error::Error,
};

impl Client {
    /// Sends a request with a file, streamed: [`UploadFile`](crate::files::UploadFile).
    ///
    /// It is tried once, because after a lost response the file may have been stored. The client's
    /// [timeout](crate::ClientBuilder::timeout) limits how long the upload may stall, not how long it may take.
    ///
    /// ```no_run
    /// use livechat_sdk::{FilePart, files::UploadFile};
    ///
    /// # async fn example(client: livechat_sdk::Client) -> Result<(), livechat_sdk::Error> {
    /// let request = UploadFile::new("vp3D9H8ud6HYvRpvq", "iNKE8a6k6cjbqWhWd").description("Our order");
    /// let file = FilePart::bytes("order.txt", "text/plain", "Two of each.")
    ///     .on_progress(|progress| println!("{} of {:?} bytes", progress.sent, progress.total));
    /// let message = client.upload(request, file).await?.message;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); an [`Error::Transport`] that [is about the file](crate::TransportError::is_file) if its
    /// stream fails or has not the length that was said.
    pub async fn upload<E: Upload>(&self, request: E, file: FilePart) -> Result<E::Response, Error> {
        let encoded = encode(&request)?;
        // Visitors upload, who have no login.
        let answer = execute_upload(&self.inner, &E::META, encoded, E::FILE_PART, file).await?;
        Ok(self.inner.decode(&request, &answer)?.0.body)
    }
}
