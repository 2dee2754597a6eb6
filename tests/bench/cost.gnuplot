# Draws what scripts/bench --curve has measured. Needs: folder (of fanout.dat and idle.dat), servers (their
# number) and output. A column a server behind the number of clients; the first line names them.
set terminal svg size 960,400 font 'sans-serif,13' background '#ffffff' noenhanced
set output output
set datafile separator "\t"
set datafile missing '-'
set multiplot layout 1,2
set logscale xy
set xrange [8:13000]
set grid lc rgb '#dddddd'
set border lc rgb '#555555'
array colours[6] = ['#0a7d3c', '#c0392b', '#2c6fbb', '#8e44ad', '#b9770e', '#666666']
set title 'One broadcast'
set key bottom right reverse Left
set xlabel 'receivers'
set ylabel 'processor time, µs'
plot for [i=1:servers] folder.'/fanout.dat' using 1:(column(i + 1)) title columnheader(i + 1) \
    with linespoints lc rgb colours[i] lw (i == 1 ? 2.5 : 1.5) pt 7 ps 0.5
set title 'One echo'
set key top left reverse Left
set xlabel 'connections, all but one of them idle'
plot for [i=1:servers] folder.'/idle.dat' using 1:(column(i + 1)) title columnheader(i + 1) \
    with linespoints lc rgb colours[i] lw (i == 1 ? 2.5 : 1.5) pt 7 ps 0.5
unset multiplot
