use strict;
use warnings;
use LWP::UserAgent;

my $response = LWP::UserAgent->new( agent => $ENV{AGENT}, timeout => 20 )->get( $ENV{URL} );
die $response->status_line, "\n" if !$response->is_success;
