# Reads what monitoring and test harnesses read of reports, with the modules that those are written with: performance
# data by Monitoring::Plugin, results of tests by TAP::Parser. Usage: check-formats.pl FOLDER...
use strict;
use warnings;
use Monitoring::Plugin::Performance;
use TAP::Parser;

sub text_of {
    my ($path) = @_;
    open my $file, '<:encoding(UTF-8)', $path or die "$path: $!\n";
    local $/;
    return scalar <$file>;
}

sub check_plugin {
    my ($path) = @_;
    my ( $first, $rest ) = split /\n/, text_of($path), 2;
    my ( $words, $figures ) = split / \| /, $first, 2;
    die "$path: a bar in the details\n" if $rest =~ /\|/;
    die "$path: too long: $words\n"     if length $words > 79;
    my @written = split ' ', $figures // '';
    die "$path: no plain number: $_\n" for grep { !/^\w+=-?\d+(\.\d+)?(s|B)?(;|$)/ } @written;
    my @read = Monitoring::Plugin::Performance->parse_perfstring( $figures // '' );
    die "$path: not all figures can be read: $figures\n" if @read != @written;
    for my $figure (@read) {
        # Perl shows the times of the quickest answers with an exponent, which is none of the report's.
        die "$path: no number: " . $figure->value . "\n" if sprintf( '%.6f', $figure->value ) !~ /^-?\d+\.\d+$/;
        $figure->threshold;    # dies of what is not a range
    }
}

sub check_tests {
    my ($path) = @_;
    my $parser = TAP::Parser->new( { tap => text_of($path) } );
    while ( my $result = $parser->next ) {
        die "$path: not understood: " . $result->as_string . "\n" if $result->is_unknown;
        die "$path: a directive: " . $result->as_string . "\n"    if $result->is_test && $result->directive;
        next if !$result->is_yaml;
        for my $part ( $result->data, @{ $result->data->{findings} // [] } ) {
            die "$path: no message\n" if !length $part->{message} && !length $part->{verdict};
        }
    }
    # A plan that is not kept is what a run that was ended has.
    my @errors = grep { $path !~ /interrupted/ } $parser->parse_errors;
    die "$path: @errors\n" if @errors;
}

for my $folder (@ARGV) {
    check_plugin("$folder/nagios");
    check_tests("$folder/tap");
}
