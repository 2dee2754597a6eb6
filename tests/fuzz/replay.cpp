// Runs a fuzz target over its stored corpus as an ordinary test: replay DIRECTORY.
#include <QDirIterator>
#include <QFile>

#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size);

int main(int argc, char **argv)
{
    int files = 0;
    QDirIterator corpus(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""), QDir::Files);
    while (corpus.hasNext()) {
        QFile file(corpus.next());
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "cannot read %s\n", qPrintable(file.fileName()));
            return 1;
        }
        const QByteArray input = file.readAll();
        LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char *>(input.constData()),
                               static_cast<std::size_t>(input.size()));
        ++files;
    }
    std::printf("%d inputs replayed\n", files);
    return files > 0 ? 0 : 1;
}
