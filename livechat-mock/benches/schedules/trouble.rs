//! What goes wrong in a schedule, at the server and on the way to it.

use std::time::Duration;

use fastrand::Rng;
use livechat_mock::{Fault, LivechatMock, ServerError};
use tokio::time::sleep;

use crate::network::Network;

/// Makes some things go wrong, one after the other. Afterwards all is well.
///
/// No connection and no subscription is refused: that ends a stream of events, as its documentation says.
pub(crate) async fn trouble(mock: &LivechatMock, network: &Network, mut rng: Rng) {
    for _ in 0..rng.u8(2..12) {
        sleep(seconds(&mut rng, 8.0)).await;
        let times = rng.u64(1..4);
        let fault = match rng.u8(0..18) {
            0 | 1 => {
                network.fail(rng.u8(0..40));
                continue;
            }
            2 | 3 => {
                network.go_down(seconds(&mut rng, 20.0));
                continue;
            }
            4 => {
                mock.clock().advance(seconds(&mut rng, 1800.0));
                continue;
            }
            5 => Fault::lose_response(),
            6 => Fault::reset(),
            7 => Fault::delay(seconds(&mut rng, 30.0)),
            8 => Fault::fail(ServerError::new(503, "no upstream".into())),
            9 => Fault::fail(ServerError::too_many_requests(rng.u64(0..30))),
            10 => Fault::drop_socket(),
            11 => Fault::duplicate_frame(),
            12 => Fault::delay_frame(seconds(&mut rng, 10.0)),
            13 => Fault::ignore_ping(),
            14 => Fault::lose_webhook(),
            15 => Fault::lose_webhook_answer(),
            16 => Fault::duplicate_webhook(),
            _ => Fault::reorder_webhook(),
        };
        mock.fault(fault.after(rng.u64(0..4)).times(times));
    }
    sleep(seconds(&mut rng, 20.0)).await;
    mock.clear_faults();
    network.heal();
}

/// Up to so many seconds.
pub(crate) fn seconds(rng: &mut Rng, most: f64) -> Duration {
    Duration::from_millis((rng.f64() * most * 1000.0) as u64)
}
